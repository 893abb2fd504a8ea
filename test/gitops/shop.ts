/** The application that every tool here releases: Service, Ingress and Deployment, whose manifest says nothing about its end. */

import { isJsonObject, type Json, type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";

export interface Release {
  readonly image: string;
  /** Deregistration delay of the Ingress, in seconds. */
  readonly delay: number;
}

export const routes = (namespace: string, seconds: number): readonly JsonObject[] =>
  [service(namespace), ingress(namespace, delay(seconds))] as readonly JsonObject[];

export const shopDeployment = (namespace: string, image: string): JsonObject =>
  changed(deployment(namespace) as JsonObject, ["spec", "template", "spec", "containers"], (containers) =>
    Array.isArray(containers) ? containers.map((each) => ({ ...objectAt(each), image })) : containers,
  );

/** The Deployment, one whose manifest states its own values, and a StatefulSet. */
export const workloads = (namespace: string, image: string): readonly JsonObject[] => [
  shopDeployment(namespace, image),
  named(deployment(namespace, { grace: 60, sleep: 5, replicas: 1 }) as JsonObject, "stated"),
  store(namespace),
];

function store(namespace: string): JsonObject {
  const { strategy: _, ...spec } = objectAt(deployment(namespace, { replicas: 1 }), "spec");
  const own = { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "store", namespace } };
  return named({ ...own, spec: { ...spec, serviceName: "shop" } }, "store");
}

/** With Pods of its own, which the Service selects as well. */
function named(workload: JsonObject, name: string): JsonObject {
  const labelled = (path: readonly string[]) => (object: JsonObject) =>
    changed(object, path, (labels) => ({ ...objectAt(labels), component: name }));
  const inPods = labelled(["spec", "template", "metadata", "labels"])(workload);
  const selecting = labelled(["spec", "selector", "matchLabels"])(inPods);
  return changed(selecting, ["metadata", "name"], () => name);
}

export const shop = (namespace: string, release: Release): readonly JsonObject[] => [
  ...routes(namespace, release.delay),
  shopDeployment(namespace, release.image),
];

/** A copy in which the value at `path` is another. */
export function changed(
  object: JsonObject,
  path: readonly string[],
  change: (value: Json | undefined) => Json | undefined,
): JsonObject {
  const [key = "", ...rest] = path;
  const inner = object[key];
  const value = rest.length === 0 ? change(inner) : changed(isJsonObject(inner) ? inner : {}, rest, change);
  const { [key]: _, ...others } = object;
  return value === undefined ? others : { ...others, [key]: value };
}
