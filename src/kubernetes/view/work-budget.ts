import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import { type ObjectRef, printRef } from "#model/kubernetes/refs.ts";
import { isStub } from "#model/kubernetes/stub.ts";
import { perObject } from "#model/per-object.ts";
import type { ClusterView } from "./cluster-view.ts";
import type { Kind, ObjectsByKind } from "./kinds.ts";

type Stored = ObjectsByKind[Kind];

/**
 * What one decision may spend: a unit is a character of the facts that it looks at, or one turn of a loop over several of them.
 * Counted, not timed, so that the same objects always get the same answer. About 100 ms on one core; a Pod behind a hundred
 * ordinary Ingresses spends a twentieth of it.
 */
export const workBudget = 4_000_000;

/** A decision would take longer than one may. */
export class WorkBudgetExceeded extends Error {
  override readonly name = "WorkBudgetExceeded";
  /** `object-too-costly`: one object is so large that only a stub of it was read. */
  readonly reason: "work-budget-exceeded" | "object-too-costly";

  /** @param object the largest of what the decision looked at */
  constructor(object: ObjectRef | undefined, reason: WorkBudgetExceeded["reason"] = "work-budget-exceeded") {
    const named = object === undefined ? "no single object" : printRef(object);
    super(
      reason === "object-too-costly"
        ? `this decision depends on ${named}, which is too large to be read`
        : `the objects that this decision depends on are too large; the largest is ${named}`,
    );
    this.reason = reason;
  }
}

/** Objects that alone are too much for a decision, remembered for as long as they stay as they are. */
export type TooLarge = WeakSet<object>;

/** A view that counts what is asked of it, and throws {@link WorkBudgetExceeded} where that is too much. */
export function budgeted(view: ClusterView, tooLarge: TooLarge, budget = workBudget): ClusterView {
  const weighed = new Set<object>();
  let left = budget;
  let largest: Stored | undefined;
  const exceeded = (object: Stored | undefined): never => {
    if (object !== undefined && weightOf(object) > budget / 2) tooLarge.add(object);
    throw new WorkBudgetExceeded(object === undefined ? undefined : refTo(object));
  };
  const spend = (steps: number): void => {
    left -= steps;
    if (left < 0) exceeded(largest);
  };
  const weigh = <T extends Stored | undefined>(object: T): T => {
    if (object === undefined) return object;
    if (weighed.has(object)) spend(1);
    else {
      weighed.add(object);
      if (isStub(object)) throw new WorkBudgetExceeded(refTo(object), "object-too-costly");
      if (tooLarge.has(object)) exceeded(object);
      if (largest === undefined || weightOf(object) > weightOf(largest)) largest = object;
      spend(weightOf(object));
    }
    return object;
  };
  const weighAll = <T extends Stored>(objects: readonly T[]): readonly T[] => {
    for (const object of objects) weigh(object);
    return objects;
  };
  return {
    get: (kind, namespace, name) => weigh(view.get(kind, namespace, name)),
    unread: (kind, namespace, name) => view.unread(kind, namespace, name),
    indexed: (kind, index, key, narrowed) => {
      const found = view.indexed(kind, index, key, narrowed);
      if (narrowed?.uncounted === true) return found;
      // A Service may have thousands of Pods, of which no more is looked at than their labels and their sleep.
      if (kind === "Pod") spend(found.length * ofPod);
      return kind === "Pod" ? found : weighAll(found);
    },
    filed: (kind, index, key) => view.filed(kind, index, key),
    keysOf: (kind, index, object) => view.keysOf(kind, index, object),
    keys: (kind, index) => {
      const keys = view.keys(kind, index);
      for (const key of keys) spend(key.length);
      return keys;
    },
    list: (kind) => weighAll(view.list(kind)),
    revision: () => view.revision(),
    memoize: (work, key, make) => view.memoize(work, key, make),
    spend,
  };
}

/** What a look at one running Pod costs. */
const ofPod = 20;

/** In characters of JSON. */
const weightOf = perObject((object: Stored): number => JSON.stringify(object).length);

const refTo = (object: Stored): ObjectRef => ("ref" in object ? object.ref : refOfMeta(object.meta));

const refOfMeta = ({
  apiVersion = "v1",
  kind = "Pod",
  namespace,
  name,
}: Partial<ObjectMeta> & { readonly name: string }): ObjectRef => ({
  apiVersion,
  kind,
  ...(namespace === undefined || namespace === "" ? {} : { namespace }),
  name,
});
