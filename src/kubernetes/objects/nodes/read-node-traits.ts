import { asText, asTextMap, at } from "#kubernetes/objects/lenient-json.ts";
import { isKept } from "#model/nodes/kept-label.ts";
import type { ImageFamily, NodeManager, NodeTraits } from "#model/nodes/node-traits.ts";
import { readTaints } from "./read-requirement.ts";

const mostLabels = 30;

/** Put on a node that is coming or going, and gone or followed by the node's end. */
const passing = [
  "node.kubernetes.io/",
  "node.cloudprovider.kubernetes.io/",
  "karpenter.sh/",
  "ToBeDeletedByClusterAutoscaler",
  "DeletionCandidateOfClusterAutoscaler",
] as const;

export function readNodeTraits(raw: unknown): NodeTraits {
  const labels = asTextMap(at(raw, "metadata", "labels"));
  const info = at(raw, "status", "nodeInfo");
  const { manager, group } = managerOf(labels);
  const [, minor] = /^v?1\.(\d{1,3})\b/.exec(asText(at(info, "kubeletVersion")) ?? "") ?? [];
  return {
    manager,
    group,
    spot: labels["karpenter.sh/capacity-type"] === "spot" || labels["eks.amazonaws.com/capacityType"] === "SPOT",
    family: familyOf(asText(at(info, "osImage")) ?? "", labels),
    kubeletMinor: minor === undefined ? undefined : Number(minor),
    labels: Object.fromEntries(
      Object.entries(labels)
        .filter(([key]) => isKept(key))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, mostLabels),
    ),
    taints: readTaints(at(raw, "spec", "taints")).filter(
      ({ key }) => !passing.some((start) => key.startsWith(start)) && !key.endsWith("/agent-not-ready"),
    ),
  };
}

interface Managed {
  readonly manager: NodeManager;
  readonly group: string;
}

function managerOf(labels: Readonly<Record<string, string>>): Managed {
  const pool = labels["karpenter.sh/nodepool"];
  if (pool !== undefined) return { manager: "node-pool", group: pool };
  if (labels["eks.amazonaws.com/compute-type"] === "fargate") return { manager: "fargate", group: "" };
  const group = labels["eks.amazonaws.com/nodegroup"];
  return group === undefined ? { manager: "other", group: "" } : { manager: "node-group", group };
}

/** By `status.nodeInfo.osImage`: `Amazon Linux 2023.8.20250721`, `Amazon Linux 2`, `Bottlerocket OS 1.42.0 (aws-k8s-1.34)`. */
function familyOf(osImage: string, labels: Readonly<Record<string, string>>): ImageFamily {
  if (osImage.startsWith("Amazon Linux 2023")) return "al2023";
  if (osImage.startsWith("Amazon Linux 2")) return "al2";
  if (osImage.startsWith("Bottlerocket")) return "bottlerocket";
  return labels["kubernetes.io/os"] === "windows" || osImage.startsWith("Windows") ? "windows" : "other";
}
