import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import type { Node } from "#model/nodes/node.ts";
import { readNodeTraits } from "./read-node-traits.ts";

export function readNode(raw: unknown): Node | undefined {
  const meta = readMeta(raw, { apiVersion: "v1", kind: "Node" });
  return (
    meta && {
      meta: { namespace: "", name: meta.name },
      kubeletVersion: asText(at(raw, "status", "nodeInfo", "kubeletVersion")) ?? "",
      traits: readNodeTraits(raw),
    }
  );
}
