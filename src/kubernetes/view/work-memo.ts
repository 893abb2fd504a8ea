import { WorkBudgetExceeded } from "./work-budget.ts";

/** What was worked out from one view, for as long as nothing but running Pods changes in it. */
export class WorkMemo {
  readonly #revisionOf: () => number | undefined;
  readonly #results = new Map<unknown, Map<string, unknown>>();
  #revision: number | undefined;

  /** Nothing is kept while the revision is undefined. */
  constructor(revision: () => number | undefined) {
    this.#revisionOf = revision;
  }

  /** That the work is too much is remembered, too, so that it is begun once. See {@link import("./cluster-view.ts").ClusterView.memoize}. */
  keep<T>(work: (...given: never[]) => T, key: string, make: () => T): T {
    const revision = this.#revisionOf();
    if (revision === undefined) return make();
    if (revision !== this.#revision) this.#results.clear();
    this.#revision = revision;
    const ofWork = this.#results.get(work) ?? new Map<string, unknown>();
    this.#results.set(work, ofWork);
    if (!ofWork.has(key)) ofWork.set(key, attempt(make));
    const made = ofWork.get(key);
    if (made instanceof WorkBudgetExceeded) throw made;
    // Only `make` of the same work was ever filed here.
    return made as T;
  }
}

function attempt<T>(make: () => T): T | WorkBudgetExceeded {
  try {
    return make();
  } catch (error) {
    if (error instanceof WorkBudgetExceeded) return error;
    throw error;
  }
}
