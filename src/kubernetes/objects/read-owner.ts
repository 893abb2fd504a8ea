import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { asFlag, asList, asText, at } from "./lenient-json.ts";

/** The owner with `controller: true`, in the namespace of the object itself. */
export function readController(raw: unknown): ObjectRef | undefined {
  const owner = asList(at(raw, "metadata", "ownerReferences")).find((reference) => asFlag(at(reference, "controller")) === true);
  const kind = asText(at(owner, "kind"));
  const name = asText(at(owner, "name"));
  if (kind === undefined || name === undefined) return undefined;
  const apiVersion = asText(at(owner, "apiVersion")) ?? "";
  const namespace = asText(at(raw, "metadata", "namespace")) ?? "";
  return namespace === "" ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
}
