import { decisionContext, type GivenContext } from "#assessment/context.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { podsOfWorkload } from "#assessment/pods-of-workload.ts";
import { outdatedIn } from "#assessment/running-pods.ts";
import { watchedKindOf } from "#load-balancers/watched-kinds.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { AuditedWorkload } from "#model/reports/audit-report.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";

/** Why Pods of a workload have less than Pods that are created now would have. */
export interface RestartCause {
  /** How many. */
  readonly pods: number;
  /** Of all of the workload's Pods that run; RFC 3339, undefined where nobody knows. */
  readonly oldestPod: string | undefined;
  /** The newest route in front, where it was created after one of these Pods. */
  readonly newerRoute: { readonly route: ObjectRef; readonly created: string } | undefined;
}

/** Undefined where every Pod has what it would be given now. */
export function restartCause(
  workload: Workload,
  { explanation }: AuditedWorkload,
  given: GivenContext,
): RestartCause | undefined {
  const context = decisionContext(given);
  if (explanation.skipped !== undefined) return undefined;
  const { policy } = namespaceTreatment(workload.ref.namespace ?? "", context);
  const pods = podsOfWorkload(workload, context.view);
  const outdated = pods.filter(outdatedIn(policy, context));
  if (outdated.length === 0) return undefined;
  const routes = explanation.targetGroups.map(({ origin }) => origin);
  const newest = newestOf(routes, context);
  const before = newest !== undefined && outdated.some(({ created }) => created !== undefined && created <= newest.created);
  return { pods: outdated.length, oldestPod: oldestOf(pods), newerRoute: before ? newest : undefined };
}

function newestOf(routes: readonly ObjectRef[], { view }: GivenContext): RestartCause["newerRoute"] {
  const found = routes.flatMap((route) => {
    const kind = watchedKindOf(route.apiVersion, route.kind);
    const object = kind === undefined ? undefined : view.get(kind, route.namespace ?? "", route.name);
    const created =
      object !== undefined && "meta" in object && "creationTimestamp" in object.meta ? object.meta.creationTimestamp : "";
    return created === "" ? [] : [{ route, created }];
  });
  return found.reduce<RestartCause["newerRoute"]>(
    (newest, each) => (newest && newest.created >= each.created ? newest : each),
    undefined,
  );
}

const oldestOf = (pods: readonly RunningPod[]): string | undefined =>
  pods
    .map(({ created }) => created ?? "")
    .reduce<string | undefined>((oldest, each) => (oldest !== undefined && oldest <= each ? oldest : each), undefined) ||
  undefined;
