/**
 * Holds the bindings that exist against the target groups that follow from objects. Labels and the reference to the Service come first;
 * a name is only asked where these leave several, because it is chosen once and objects change afterwards.
 */
import { type DerivedTargetGroup, type Stack, sameStack } from "#load-balancers/derived-target-group.ts";
import { problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { TargetGroupBinding } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { bindingGroupOf, stackOf } from "./binding-origin.ts";

export interface Matched {
  readonly targetGroups: readonly TargetGroup[];
  /** Made by a controller, for which no object asks. */
  readonly orphans: readonly { readonly binding: TargetGroupBinding; readonly stack: Stack }[];
  readonly userMade: readonly TargetGroupBinding[];
}

export function matchBindings(derived: readonly DerivedTargetGroup[], bindings: readonly TargetGroupBinding[]): Matched {
  const free = new Set(derived);
  const targetGroups: TargetGroup[] = [];
  const orphans: { binding: TargetGroupBinding; stack: Stack }[] = [];
  const open: TargetGroupBinding[] = [];
  for (const binding of bindings) {
    const named = candidates(binding, free).find(({ targetGroup }) => targetGroup.binding === binding.meta.name);
    if (named === undefined) open.push(binding);
    else targetGroups.push(...take(named, binding, free));
  }
  const userMade = open.filter((binding) => stackOf(binding) === undefined && candidates(binding, free).length === 0);
  for (const bucket of bucketsOf(open.filter((binding) => !userMade.includes(binding)))) {
    const [first] = bucket;
    const found = candidates(first, free);
    const [only] = found;
    if (only === undefined) orphans.push(...bucket.flatMap((binding) => orphan(binding)));
    else if (found.length === 1 && bucket.length === 1) targetGroups.push(...take(only, first, free));
    else targetGroups.push(...ambiguous(found, bucket, free));
  }
  const unbound = [...free].filter(({ refused }) => !refused).map(({ targetGroup }) => targetGroup);
  return { targetGroups: [...targetGroups, ...unbound], orphans, userMade };
}

function orphan(binding: TargetGroupBinding): { binding: TargetGroupBinding; stack: Stack }[] {
  const stack = stackOf(binding);
  return stack === undefined ? [] : [{ binding, stack }];
}

/** A binding of EKS Auto Mode without labels that are known here may be of any object that asks for such a target group. */
function candidates(binding: TargetGroupBinding, free: ReadonlySet<DerivedTargetGroup>): readonly DerivedTargetGroup[] {
  const stack = stackOf(binding);
  const group = bindingGroupOf(binding);
  if (stack === undefined && group === "elbv2.k8s.aws") return [];
  return [...free].filter(
    (derived) =>
      derived.targetGroup.bindingGroup === group &&
      derived.targetGroup.namespace === binding.meta.namespace &&
      derived.targetGroup.service === binding.service.name &&
      derived.targetGroup.port === binding.service.port &&
      (stack === undefined || sameStack(derived.stack, stack)),
  );
}

/** Bindings that the same target groups may belong to. */
function bucketsOf(bindings: readonly TargetGroupBinding[]): readonly (readonly [TargetGroupBinding, ...TargetGroupBinding[]])[] {
  const buckets = new Map<string, [TargetGroupBinding, ...TargetGroupBinding[]]>();
  for (const binding of bindings) {
    const { namespace, apiVersion } = binding.meta;
    const key = JSON.stringify([apiVersion, namespace, binding.service, stackOf(binding)]);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [binding]);
    else bucket.push(binding);
  }
  return [...buckets.values()];
}

/**
 * A target type cannot be changed: where the object now asks for another one the controller replaces the target group,
 * whose binding has a new name. One that the controller refuses stays as it is.
 */
function take(derived: DerivedTargetGroup, binding: TargetGroupBinding, free: Set<DerivedTargetGroup>): readonly TargetGroup[] {
  const { targetGroup, refused } = derived;
  const replaced = binding.targetType !== undefined && binding.targetType !== targetGroup.targetType;
  if (replaced && !refused) return [];
  free.delete(derived);
  return [{ ...targetGroup, ...(replaced ? { targetType: typeOf(binding) } : {}), ...boundTo(binding) }];
}

const boundTo = (binding: TargetGroupBinding): Pick<TargetGroup, "binding" | "bindingGroup"> => ({
  binding: binding.meta.name,
  bindingGroup: bindingGroupOf(binding),
});

export const typeOf = ({ targetType }: TargetGroupBinding): TargetGroup["targetType"] =>
  targetType === "ip" || targetType === "instance" ? targetType : "unknown";

/** Nothing tells them apart, so each binding is taken to have the longest delay of all that it may be. */
function ambiguous(
  found: readonly DerivedTargetGroup[],
  bindings: readonly TargetGroupBinding[],
  free: Set<DerivedTargetGroup>,
): readonly TargetGroup[] {
  const byDelay = [...found].sort((a, b) => b.targetGroup.deregistrationDelay.value - a.targetGroup.deregistrationDelay.value);
  for (const derived of byDelay.slice(0, bindings.length)) free.delete(derived);
  const origins = [...new Set(found.map(({ targetGroup }) => printRef(targetGroup.origin)))].join(", ");
  return bindings.flatMap((binding) => {
    const longest = byDelay[0]?.targetGroup;
    if (longest === undefined) return [];
    const note = problem("binding-origin-ambiguous", refOf(binding.meta), "metadata.labels", { origins });
    return [{ ...longest, ...boundTo(binding), problems: [...longest.problems, note] }];
  });
}
