import { readNamespace } from "#kubernetes/objects/read-namespace.ts";
import { readWorkload } from "#kubernetes/objects/read-workload.ts";
import { isRouteKind, type RouteSourceKind } from "#load-balancers/route-kinds/route-kinds.ts";
import { watchedKindOf, watchedKinds } from "#load-balancers/watched-kinds.ts";
import type { Question } from "#model/admission/admission-request.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import type { Namespace } from "#model/load-balancers/routing.ts";
import type { Workload } from "#model/workloads/workload.ts";

/** What a review is about, in our words. */
export type Subject =
  | { readonly kind: "pod"; readonly pod: Workload; readonly mirror: boolean }
  | { readonly kind: "template"; readonly workload: Workload; readonly before: Workload | undefined }
  | {
      readonly kind: "route";
      readonly name: RouteSourceKind;
      readonly object: JsonObject;
      readonly before: JsonObject | undefined;
    }
  | { readonly kind: "namespace"; readonly namespace: Namespace }
  | { readonly kind: "other" };

const templateKinds: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout"]);

/** Every kind that a webhook rule can name, and those that are read beside them: the labels of metrics are bounded by it. */
export const knownKinds: readonly string[] = [...new Set(Object.values(watchedKinds).map(({ kind }) => kind))];

/** Put on static Pods by the kubelet: changing the mirror changes nothing on the node. */
const mirrorAnnotation = "kubernetes.io/config.mirror";

export function readSubject({ kind, resource, namespace, object, oldObject }: Question): Subject {
  if (object === undefined || resource.includes("/")) return { kind: "other" };
  const name = watchedKindOf(kind.group === "" ? kind.version : `${kind.group}/${kind.version}`, kind.kind);
  if (name === "Namespace") return namespaceOf(object);
  if (name !== undefined && isRouteKind(name)) return { kind: "route", name, object, before: oldObject };
  if (kind.kind === "Pod" && kind.group === "") {
    const pod = readWorkload(named(object, namespace, kind.kind));
    return pod === undefined
      ? { kind: "other" }
      : { kind: "pod", pod, mirror: Object.hasOwn(pod.podAnnotations, mirrorAnnotation) };
  }
  const workload = name !== undefined && templateKinds.has(name) ? readWorkload(named(object, namespace, kind.kind)) : undefined;
  if (workload === undefined) return { kind: "other" };
  return {
    kind: "template",
    workload,
    before: oldObject === undefined ? undefined : readWorkload(named(oldObject, namespace, kind.kind)),
  };
}

function namespaceOf(object: JsonObject): Subject {
  const namespace = readNamespace(object);
  return namespace === undefined ? { kind: "other" } : { kind: "namespace", namespace };
}

/** Objects of generateName have no name yet when they are reviewed, and a Pod may come without its namespace (Kubernetes 1.36). */
function named(object: JsonObject, namespace: string, kind: string): JsonObject {
  const metadata = object["metadata"];
  const given = typeof metadata === "object" && metadata !== null && !Array.isArray(metadata) ? (metadata as JsonObject) : {};
  const prefix = typeof given["generateName"] === "string" ? given["generateName"] : "";
  return {
    ...object,
    kind,
    metadata: { ...given, namespace, name: given["name"] ?? (prefix === "" ? "unnamed" : `${prefix}*`) },
  };
}
