import type { Question } from "#model/admission/admission-request.ts";
import { isJsonObject, type Json, type JsonObject } from "#model/kubernetes/json.ts";
import type { Part } from "./flat-json.ts";

/**
 * Everything that the decision about a Pod and its patch are made from: decisions are looked up by it, and made from its text alone
 * ({@link questionOf}), so that none can depend on what it does not hold. Names of volumes, identifiers, times and variables
 * are not in it, nor is anything else by which the Pods of one template differ.
 */
export const podKey = ({ operation, namespace, object }: Pick<Question, "operation" | "namespace" | "object">): Part => [
  operation,
  namespace,
  object === undefined ? null : partOf(object),
];

/** The question that the text of a key stands for: what is not in the key is not in the Pod either. */
export function questionOf(key: string): Question {
  const [operation, namespace, object] = JSON.parse(key) as readonly [string, string, JsonObject];
  return {
    kind: { group: "", version: "v1", kind: "Pod" },
    resource: "pods",
    operation,
    namespace,
    object,
    oldObject: undefined,
  };
}

/** What is of another type than it must be is kept as it is, because nothing can be patched into it. */
const partOf = (pod: JsonObject): Part => ({ metadata: metadataOf(pod["metadata"]), spec: specOf(pod["spec"]) });

const metadataOf = (metadata: Json | undefined): Part =>
  isJsonObject(metadata)
    ? {
        name: metadata["name"],
        generateName: metadata["generateName"],
        labels: metadata["labels"],
        annotations: metadata["annotations"],
        ownerReferences: eachOf(metadata["ownerReferences"], ownerOf),
      }
    : metadata;

const ownerOf = (owner: Json): Part =>
  isJsonObject(owner)
    ? { apiVersion: owner["apiVersion"], kind: owner["kind"], name: owner["name"], controller: owner["controller"] }
    : owner;

const specOf = (spec: Json | undefined): Part =>
  isJsonObject(spec)
    ? {
        containers: eachOf(spec["containers"], containerOf),
        terminationGracePeriodSeconds: spec["terminationGracePeriodSeconds"],
        readinessGates: spec["readinessGates"],
        restartPolicy: spec["restartPolicy"],
        os: spec["os"],
        hostNetwork: spec["hostNetwork"],
        nodeSelector: spec["nodeSelector"],
        affinity: affinityOf(spec["affinity"]),
        tolerations: spec["tolerations"],
      }
    : spec;

const affinityOf = (affinity: Json | undefined): Part =>
  isJsonObject(affinity) ? { nodeAffinity: affinity["nodeAffinity"] } : affinity;

const containerOf = (container: Json): Part =>
  isJsonObject(container)
    ? {
        name: container["name"],
        image: container["image"],
        lifecycle: container["lifecycle"],
        // Whether there is one is all that is looked at.
        readinessProbe: isJsonObject(container["readinessProbe"]) ? {} : undefined,
        ports: container["ports"],
      }
    : container;

const eachOf = (list: Json | undefined, part: (item: Json) => Part): Part =>
  Array.isArray(list) ? (list as readonly Json[]).map(part) : list;
