import type { ClusterView } from "./cluster-view.ts";
import type { KindRegistry } from "./kind-registry.ts";
import type { Kind } from "./kinds.ts";
import type { StoreChange } from "./object-store.ts";
import { WorkBudgetExceeded } from "./work-budget.ts";

/** Most have one asker, for which a set would take more than all the rest. */
interface Question {
  readonly text: string;
  askers: string | Set<string> | undefined;
}

function addAsker(question: Question, name: string): void {
  const { askers } = question;
  if (askers === undefined) question.askers = name;
  else if (typeof askers !== "string") askers.add(name);
  else if (askers !== name) question.askers = new Set([askers, name]);
}

function removeAsker(question: Question, name: string): void {
  const { askers } = question;
  if (askers === name) question.askers = undefined;
  else if (typeof askers === "object") {
    askers.delete(name);
    if (askers.size === 0) question.askers = undefined;
  }
}

const askersOf = (question: Question | undefined): readonly string[] => {
  const askers = question?.askers;
  return askers === undefined ? [] : typeof askers === "string" ? [askers] : [...askers];
};

interface Memo {
  readonly node: string;
  readonly made: { readonly value: unknown } | WorkBudgetExceeded;
}

/**
 * Knows what each of many results was worked out from, so that a change of the cluster names those to work out again and no other.
 * It notes every question that is put to the view: an object by its name, a key of an index, a whole kind. Shared work is a result too.
 */
export class DependencyTracker {
  readonly #view: ClusterView;
  readonly #registry: KindRegistry;
  readonly #questions = new Map<string, Question>();
  readonly #askedFor = new Map<string, readonly Question[]>();
  readonly #memos = new Map<unknown, Map<string, Memo>>();
  readonly #memoOf = new Map<string, () => void>();
  readonly #open: Set<string>[] = [];
  #nextMemo = 0;

  constructor(view: ClusterView, registry: KindRegistry) {
    this.#view = view;
    this.#registry = registry;
  }

  /** What `work` gives; from now on `name` is among the outdated ones once anything changes that it asked for. */
  track<T>(name: string, work: (view: ClusterView) => T): T {
    this.forget(name);
    this.#open.push(new Set());
    try {
      return work(this.#recording);
    } finally {
      this.#note(name, this.#open.pop() ?? new Set());
    }
  }

  forget(name: string): void {
    for (const question of this.#askedFor.get(name) ?? []) {
      removeAsker(question, name);
      if (question.askers === undefined) this.#questions.delete(question.text);
    }
    this.#askedFor.delete(name);
  }

  /** The results that depend on an object that has changed, each once. */
  outdatedBy(change: StoreChange): readonly string[] {
    const outdated = new Set<string>();
    const questions = [...this.#questionsAbout(change)];
    for (let question = questions.pop(); question !== undefined; question = questions.pop()) {
      for (const name of askersOf(this.#questions.get(question))) {
        const drop = this.#memoOf.get(name);
        if (drop === undefined) outdated.add(name);
        else {
          drop();
          this.forget(name);
          questions.push(name);
        }
      }
    }
    return [...outdated];
  }

  /** Forgets everything, as when a whole kind was listed again. */
  clear(): void {
    this.#questions.clear();
    this.#askedFor.clear();
    this.#memos.clear();
    this.#memoOf.clear();
  }

  #questionsAbout({ kind, key, before, after }: StoreChange): ReadonlySet<string> {
    const questions = new Set([byName(kind, key.namespace, key.name), byKind(kind)]);
    for (const index of Object.keys(this.#registry[kind].indexes)) {
      const keysOf = (object: typeof before): readonly string[] =>
        object === undefined ? [] : this.#view.keysOf(kind, index as never, object as never);
      const [old, now] = [keysOf(before), keysOf(after)];
      for (const each of [...old, ...now]) questions.add(byIndex(kind, index, each));
      if (old.join("\n") !== now.join("\n")) questions.add(byKeys(kind, index));
    }
    return questions;
  }

  #note(name: string, asked: ReadonlySet<string>): void {
    const questions = Array.from(asked, (text) => this.#questions.get(text) ?? { text, askers: undefined });
    for (const question of questions) {
      addAsker(question, name);
      this.#questions.set(question.text, question);
    }
    this.#askedFor.set(name, questions);
  }

  #ask(question: string): void {
    this.#open.at(-1)?.add(question);
  }

  readonly #recording: ClusterView = {
    get: (kind, namespace, name) => {
      this.#ask(byName(kind, namespace, name));
      return this.#view.get(kind, namespace, name);
    },
    unread: (kind, namespace, name) => {
      this.#ask(byName(kind, namespace, name));
      return this.#view.unread(kind, namespace, name);
    },
    keys: (kind, index) => {
      this.#ask(byKeys(kind, index));
      return this.#view.keys(kind, index);
    },
    indexed: (kind, index, key, narrowed) => {
      this.#ask(byIndex(kind, index, key));
      return this.#view.indexed(kind, index, key, narrowed);
    },
    filed: (kind, index, key) => {
      this.#ask(byIndex(kind, index, key));
      return this.#view.filed(kind, index, key);
    },
    keysOf: (kind, index, object) => this.#view.keysOf(kind, index, object),
    list: (kind) => {
      this.#ask(byKind(kind));
      return this.#view.list(kind);
    },
    revision: () => this.#view.revision(),
    memoize: (work, key, make) => this.#memoize(work, key, make),
    spend: (steps) => this.#view.spend(steps),
  };

  /** Kept for longer than the view's own memo: until what it was made from has changed. */
  #memoize<T>(work: unknown, key: string, make: () => T): T {
    const ofWork = this.#memos.get(work) ?? new Map<string, Memo>();
    this.#memos.set(work, ofWork);
    const memo = ofWork.get(key) ?? this.#makeMemo(ofWork, key, make);
    this.#ask(memo.node);
    if (memo.made instanceof WorkBudgetExceeded) throw memo.made;
    // Only `make` of the same work was ever filed here.
    return memo.made.value as T;
  }

  #makeMemo(ofWork: Map<string, Memo>, key: string, make: () => unknown): Memo {
    const node = `shared work ${this.#nextMemo++}`;
    const memo = { node, made: this.track(node, () => attempt(make)) };
    ofWork.set(key, memo);
    this.#memoOf.set(node, () => {
      ofWork.delete(key);
      this.#memoOf.delete(node);
    });
    return memo;
  }
}

function attempt(make: () => unknown): Memo["made"] {
  try {
    return { value: make() };
  } catch (error) {
    if (error instanceof WorkBudgetExceeded) return error;
    throw error;
  }
}

const byName = (kind: Kind, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;
const byKeys = (kind: Kind, index: string): string => `keys ${kind} ${index}`;
const byIndex = (kind: Kind, index: string, key: string): string => `${kind} by ${index} ${key}`;
const byKind = (kind: Kind): string => `${kind} *`;
