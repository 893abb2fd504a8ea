/**
 * Holds the bindings that exist against the target groups that follow from objects. Labels and the reference to the Service come first;
 * a name is only used where these leave several, because it is chosen once and objects change afterwards.
 */
import type { DerivedTargetGroup, Stack } from "#load-balancers/derived-target-group.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { PortRef, TargetGroupBinding } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { bindingGroupOf, stackOf } from "./binding-origin.ts";

export interface Matched {
  readonly targetGroups: readonly TargetGroup[];
  /** Made by a controller, for which no object asks. */
  readonly orphans: readonly { readonly binding: TargetGroupBinding; readonly stack: Stack }[];
  readonly userMade: readonly TargetGroupBinding[];
}

export function matchBindings(derived: readonly DerivedTargetGroup[], bindings: readonly TargetGroupBinding[]): Matched {
  const free = new FreeTargetGroups(derived);
  const targetGroups: TargetGroup[] = [];
  const orphans: { binding: TargetGroupBinding; stack: Stack }[] = [];
  const open: TargetGroupBinding[] = [];
  for (const binding of bindings) {
    const named = free.named(binding);
    if (named === undefined) open.push(binding);
    else targetGroups.push(...take(named, binding, free));
  }
  const userMade = new Set(open.filter((binding) => stackOf(binding) === undefined && !free.any(binding)));
  for (const bucket of bucketsOf(open.filter((binding) => !userMade.has(binding)))) {
    const [first] = bucket;
    const found = free.candidates(first);
    const [only] = found;
    if (only === undefined) orphans.push(...bucket.flatMap((binding) => orphan(binding)));
    else if (found.length === 1 && bucket.length === 1) targetGroups.push(...take(only, first, free));
    else targetGroups.push(...ambiguous(found, bucket, free));
  }
  const unbound = free
    .left()
    .filter(({ refused }) => !refused)
    .map(({ targetGroup }) => targetGroup);
  return { targetGroups: [...targetGroups, ...unbound], orphans, userMade: [...userMade] };
}

/** Target groups that no binding is known to be of, by what a binding says of its own. */
class FreeTargetGroups {
  readonly #free: Set<DerivedTargetGroup>;
  readonly #byPlace = new Map<string, Set<DerivedTargetGroup>>();
  readonly #byName = new Map<string, Set<DerivedTargetGroup>>();

  constructor(derived: readonly DerivedTargetGroup[]) {
    this.#free = new Set(derived);
    for (const each of derived) {
      const { bindingGroup, namespace, service, port, binding } = each.targetGroup;
      for (const stack of [each.stack, undefined]) {
        const place = placeOf(bindingGroup, namespace, service, port, stack);
        file(this.#byPlace, place, each);
        file(this.#byName, `${place} ${binding ?? ""}`, each);
      }
    }
  }

  candidates(binding: TargetGroupBinding): readonly DerivedTargetGroup[] {
    const place = placeOfBinding(binding);
    return place === undefined ? [] : [...(this.#byPlace.get(place) ?? [])];
  }

  any(binding: TargetGroupBinding): boolean {
    const place = placeOfBinding(binding);
    return place !== undefined && (this.#byPlace.get(place)?.size ?? 0) > 0;
  }

  named(binding: TargetGroupBinding): DerivedTargetGroup | undefined {
    const place = placeOfBinding(binding);
    const [first] = (place === undefined ? undefined : this.#byName.get(`${place} ${binding.meta.name}`)) ?? [];
    return first;
  }

  left(): readonly DerivedTargetGroup[] {
    return [...this.#free];
  }

  delete(derived: DerivedTargetGroup): void {
    const { bindingGroup, namespace, service, port, binding } = derived.targetGroup;
    this.#free.delete(derived);
    for (const stack of [derived.stack, undefined]) {
      const place = placeOf(bindingGroup, namespace, service, port, stack);
      this.#byPlace.get(place)?.delete(derived);
      this.#byName.get(`${place} ${binding ?? ""}`)?.delete(derived);
    }
  }
}

function file<T>(buckets: Map<string, Set<T>>, key: string, value: T): void {
  const bucket = buckets.get(key);
  if (bucket === undefined) buckets.set(key, new Set([value]));
  else bucket.add(value);
}

const placeOf = (
  group: string | undefined,
  namespace: string,
  service: string,
  port: PortRef,
  stack: Stack | undefined,
): string => JSON.stringify([group, namespace, service, port, ...(stack === undefined ? [] : [stack.kind, stack.name])]);

/**
 * Undefined for one that people made. A binding of EKS Auto Mode without labels that are known here may be of any object that asks
 * for such a target group.
 */
function placeOfBinding(binding: TargetGroupBinding): string | undefined {
  const stack = stackOf(binding);
  const group = bindingGroupOf(binding);
  if (stack === undefined && group === "elbv2.k8s.aws") return undefined;
  return placeOf(group, binding.meta.namespace, binding.service.name, binding.service.port, stack);
}

function orphan(binding: TargetGroupBinding): { binding: TargetGroupBinding; stack: Stack }[] {
  const stack = stackOf(binding);
  return stack === undefined ? [] : [{ binding, stack }];
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
 * A target type cannot be changed: where the object now requires another one the controller replaces the target group,
 * whose binding has a new name. One that the controller refuses stays as it is.
 */
function take(derived: DerivedTargetGroup, binding: TargetGroupBinding, free: FreeTargetGroups): readonly TargetGroup[] {
  const { targetGroup, refused } = derived;
  const replaced = binding.targetType !== undefined && binding.targetType !== targetGroup.targetType;
  if (replaced && !refused) return [];
  free.delete(derived);
  return [{ ...targetGroup, ...(replaced ? { targetType: typeOf(binding) } : {}), ...boundTo(binding) }];
}

const boundTo = (binding: TargetGroupBinding): Pick<TargetGroup, "binding" | "arn" | "bindingGroup"> => ({
  binding: binding.meta.name,
  arn: binding.targetGroupArn,
  bindingGroup: bindingGroupOf(binding),
});

export const typeOf = ({ targetType }: TargetGroupBinding): TargetGroup["targetType"] =>
  targetType === "ip" || targetType === "instance" ? targetType : "unknown";

/** Nothing tells them apart, so each binding is taken to have the longest delay of all that it may be. */
function ambiguous(
  found: readonly DerivedTargetGroup[],
  bindings: readonly TargetGroupBinding[],
  free: FreeTargetGroups,
): readonly TargetGroup[] {
  const byDelay = [...found].sort((a, b) => b.targetGroup.deregistrationDelay.value - a.targetGroup.deregistrationDelay.value);
  for (const derived of byDelay.slice(0, bindings.length)) free.delete(derived);
  const named = new Set(found.map(({ targetGroup }) => printRef(targetGroup.origin)));
  const origins = nameSome(named, named.size);
  return bindings.flatMap((binding) => {
    const longest = byDelay[0]?.targetGroup;
    if (longest === undefined) return [];
    const note = problem("binding-origin-ambiguous", refOf(binding.meta), "metadata.labels", { origins });
    return [{ ...longest, ...boundTo(binding), problems: [...longest.problems, note] }];
  });
}
