import { asText, asTextMap, at } from "#kubernetes/objects/lenient-json.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import { type Seconds, seconds } from "#model/findings/seconds.ts";
import type { NodeClaim, NodePool } from "#model/nodes/node-pool.ts";
import { readRequirements, readTaints } from "./read-requirement.ts";

export function readNodePool(raw: unknown): NodePool | undefined {
  const meta = readMeta(raw, { apiVersion: "karpenter.sh/v1", kind: "NodePool" });
  if (meta === undefined) return undefined;
  const template = at(raw, "spec", "template");
  const spec = at(template, "spec");
  return {
    meta: { apiVersion: meta.apiVersion, kind: meta.kind, namespace: "", name: meta.name },
    terminationGracePeriod: readPeriod(at(spec, "terminationGracePeriod")),
    requirements: readRequirements(at(spec, "requirements")),
    labels: asTextMap(at(template, "metadata", "labels")),
    taints: readTaints(at(spec, "taints")),
    autoMode: asText(at(spec, "nodeClassRef", "group")) === "eks.amazonaws.com",
  };
}

export function readNodeClaim(raw: unknown): NodeClaim | undefined {
  const meta = readMeta(raw, { apiVersion: "karpenter.sh/v1", kind: "NodeClaim" });
  return (
    meta && {
      meta: { namespace: "", name: meta.name },
      pool: meta.labels["karpenter.sh/nodepool"] ?? "",
      spot: meta.labels["karpenter.sh/capacity-type"] === "spot",
      terminationGracePeriod: readPeriod(at(raw, "spec", "terminationGracePeriod")),
    }
  );
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** As the schema of Karpenter allows it: `^([0-9]+(s|m|h))+$`, of any length; the API server prints `24h0m0s`. */
function readPeriod(raw: unknown): Seconds | undefined {
  const text = asText(raw);
  if (text === undefined || !/^(?:\d{1,9}[smh]){1,10}$/.test(text)) return undefined;
  const total = [...text.matchAll(/(\d{1,9})([smh])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ""] ?? 0),
    0,
  );
  return seconds(total);
}
