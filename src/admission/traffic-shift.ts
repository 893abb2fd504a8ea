/**
 * Updates by which a delivery controller moves traffic step by step: weights of an action, or the revision that a Service selects. None of
 * them changes which target groups exist or how long these drain, so no workload has to be evaluated; and a shift that is refused half-way
 * is worse than one that goes on.
 */

import { revisionLabel } from "#kubernetes/view/index-keys.ts";
import { albPrefix } from "#load-balancers/attributes/annotations.ts";
import { type IngressAction, readAction } from "#load-balancers/ingress/action.ts";
import type { RouteSourceKind } from "#load-balancers/route-kinds/route-kinds.ts";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";

export function onlyShiftsTraffic(kind: RouteSourceKind, before: JsonObject, after: JsonObject): boolean {
  switch (kind) {
    case "Ingress":
      return weightsChanged(before, after) && sameBut(before, after, withoutActions);
    case "Service":
      return revisionChanged(before, after) && sameBut(before, after, withoutRevision);
    default:
      return false;
  }
}

const actionPrefix = `${albPrefix}/actions.`;

/** Argo Rollouts notes in them what it manages. */
const bookkeeping = {
  ingress: "rollouts.argoproj.io/managed-alb-actions",
  service: "argo-rollouts.argoproj.io/managed-by-rollouts",
};

/** Some action differs, and none in anything but weights. */
function weightsChanged(before: JsonObject, after: JsonObject): boolean {
  const [earlier, later] = [actionsOf(before), actionsOf(after)];
  if (earlier.size !== later.size) return false;
  const changed = [...later].filter(([key, text]) => earlier.get(key) !== text);
  return changed.length > 0 && changed.every(([key, text]) => differInWeights(earlier.get(key), text));
}

const actionsOf = (ingress: JsonObject): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(objectAt(ingress, "metadata", "annotations")).filter(([key]) => key.startsWith(actionPrefix)));

function differInWeights(before: unknown, after: unknown): boolean {
  if (typeof before !== "string" || typeof after !== "string") return false;
  const [earlier, later] = [readAction(before), readAction(after)];
  return earlier.ok && later.ok && weightless(earlier.value) === weightless(later.value);
}

const weightless = (action: IngressAction): string =>
  JSON.stringify(
    action.type === "forward" ? { ...action, targets: action.targets.map((target) => ({ ...target, weight: 0 })) } : action,
  );

function revisionChanged(before: JsonObject, after: JsonObject): boolean {
  const revisionOf = (service: JsonObject): unknown => objectAt(service, "spec", "selector")[revisionLabel];
  return typeof revisionOf(after) === "string" && revisionOf(after) !== revisionOf(before);
}

const sameBut = (before: JsonObject, after: JsonObject, without: (object: JsonObject) => JsonObject): boolean =>
  JSON.stringify(without(before)) === JSON.stringify(without(after));

function withoutActions(ingress: JsonObject): JsonObject {
  return withoutTraces(ingress, (key) => key.startsWith(actionPrefix) || key === bookkeeping.ingress);
}

function withoutRevision(service: JsonObject): JsonObject {
  const spec = objectAt(service, "spec");
  const { [revisionLabel]: _revision, ...selector } = objectAt(spec, "selector");
  return { ...withoutTraces(service, (key) => key === bookkeeping.service), spec: { ...spec, selector } };
}

/** Also without what the API server notes about each write. */
function withoutTraces(object: JsonObject, leftOut: (annotation: string) => boolean): JsonObject {
  const metadata = objectAt(object, "metadata");
  const annotations = Object.entries(objectAt(metadata, "annotations")).filter(([key]) => !leftOut(key));
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...kept } = metadata;
  const { status: _status, ...rest } = object;
  return { ...rest, metadata: { ...kept, annotations: Object.fromEntries(annotations) } };
}
