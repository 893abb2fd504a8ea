import type { Node } from "#model/kubernetes/node.ts";
import { asText, at } from "./lenient-json.ts";
import { readMeta } from "./read-meta.ts";

export function readNode(raw: unknown): Node | undefined {
  const meta = readMeta(raw, { apiVersion: "v1", kind: "Node" });
  return (
    meta && {
      meta: { namespace: "", name: meta.name },
      kubeletVersion: asText(at(raw, "status", "nodeInfo", "kubeletVersion")) ?? "",
    }
  );
}
