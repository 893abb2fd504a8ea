import type { GivenContext } from "#assessment/context.ts";
import type { Timers } from "#clock/clock.ts";
import type { ObjectKey } from "#kubernetes/objects/object-key.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { DependencyTracker } from "#kubernetes/view/dependency-tracker.ts";
import type { KindRegistry } from "#kubernetes/view/kind-registry.ts";
import type { ObjectStore, StoreChange } from "#kubernetes/view/object-store.ts";
import { budgeted, type TooLarge, WorkBudgetExceeded } from "#kubernetes/view/work-budget.ts";
import type { Settings } from "#model/settings/settings.ts";
import { type JudgedWorkload, judgeWorkload } from "./judge-workload.ts";
import { WorkQueue } from "./work-queue.ts";

export interface AuditPace {
  /** The longest that a slice goes on; the workload that it has begun is finished. */
  readonly sliceMs: number;
  /** Between two slices, for reviews. */
  readonly restMs: number;
  /** Between two looks where nothing is due. */
  readonly idleMs: number;
  /** How long a workload rests after a change before it is judged again. */
  readonly settleMs: number;
  /** Everything is judged again this often, give or take a tenth. */
  readonly fullPassMs: number;
}

export const defaultAuditPace: AuditPace = {
  sliceMs: 4,
  restMs: 16,
  idleMs: 500,
  settleMs: 10_000,
  fullPassMs: 60 * 60_000,
};

/** Receives what is found, only while this replica leads. */
export interface AuditSink {
  /** This replica leads from now on, or begins a full pass; everything is judged after it. */
  begin(): Promise<void>;
  judged(name: string, judged: JudgedWorkload, context: GivenContext): void;
  /** Deleted, or out of scope. */
  gone(name: string, uid: string): void;
  /** It costs more than one turn may. */
  tooLarge(name: string): void;
  /** Every workload has been judged since `begin`. */
  passed(): void;
  /** Another replica leads. */
  end(): void;
}

interface AuditParts {
  readonly store: ClusterView & Pick<ObjectStore, "names" | "observe">;
  readonly registry: KindRegistry;
  readonly synced: () => boolean;
  readonly leads: () => boolean;
  readonly context: () => Omit<GivenContext, "view">;
  readonly clock: Timers;
  /** Gives numbers from 0 up to, not including, 1. */
  readonly random: () => number;
  readonly pace: AuditPace;
  readonly sink: AuditSink;
  readonly onError: (error: unknown) => void;
}

const audited = ["Deployment", "StatefulSet", "DaemonSet", "Rollout"] as const;
type AuditedKind = (typeof audited)[number];

/** What one workload may cost: about 20 ms, and four times what a Pod behind a hundred ordinary Ingresses costs. */
const budget = 800_000;

/**
 * Judges every workload, and again those that depend on what has changed, in slices of a few milliseconds so that no review waits.
 * It reads nothing but the caches.
 */
export class BackgroundAudit {
  readonly #parts: AuditParts;
  readonly #tracker: DependencyTracker;
  readonly #queue: WorkQueue;
  readonly #tooLarge: TooLarge = new WeakSet();
  /** The uids of what the sink was given, by name. */
  readonly #given = new Map<string, string>();
  #settings: Settings | undefined;
  #surroundings: string | undefined;
  #fullPassAtMs = 0;
  #state: "idle" | "beginning" | "first-pass" | "following" = "idle";
  #unobserve = (): void => {};
  #cancel = (): void => {};
  #stopped = false;

  constructor(parts: AuditParts) {
    this.#parts = parts;
    this.#tracker = new DependencyTracker(parts.store, parts.registry);
    this.#queue = new WorkQueue(parts.pace.settleMs);
  }

  start(): void {
    this.#next(this.#parts.pace.idleMs);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
    this.#resign();
  }

  /** How many workloads wait to be judged. */
  waiting(): number {
    return this.#queue.size;
  }

  #next(delayMs: number): void {
    if (this.#stopped) return;
    this.#cancel = this.#parts.clock.after(delayMs, () => {
      let delay = this.#parts.pace.idleMs;
      try {
        delay = this.#turn();
      } catch (error) {
        this.#parts.onError(error);
      }
      this.#next(delay);
    });
  }

  /** One turn; how long to wait for the next. */
  #turn(): number {
    const { leads, synced, pace, clock } = this.#parts;
    if (!leads() || !synced()) {
      this.#resign();
      return pace.idleMs;
    }
    if (this.#state === "idle" || (this.#state === "following" && clock.monotonicMs() >= this.#fullPassAtMs)) this.#begin();
    if (this.#state === "beginning") return pace.idleMs;
    const { settings, serverVersion, awsFacts } = this.#parts.context();
    const surroundings = JSON.stringify([serverVersion, awsFacts?.revision()]);
    if (settings !== this.#settings || surroundings !== this.#surroundings) this.#addAll();
    this.#settings = settings;
    this.#surroundings = surroundings;
    const busy = this.#slice();
    if (this.#state === "first-pass" && this.#queue.nothingReady) {
      this.#state = "following";
      this.#parts.sink.passed();
    }
    return busy ? pace.restMs : pace.idleMs;
  }

  #begin(): void {
    const { sink, store, clock, pace, random, onError } = this.#parts;
    this.#state = "beginning";
    this.#fullPassAtMs = clock.monotonicMs() + pace.fullPassMs * (0.9 + 0.2 * random());
    this.#unobserve();
    this.#unobserve = store.observe((change) => this.#changed(change));
    const begun = (): void => {
      if (this.#state !== "beginning") return;
      this.#addAll();
      this.#state = "first-pass";
    };
    sink.begin().then(begun, (error: unknown) => {
      onError(error);
      begun();
    });
  }

  #resign(): void {
    if (this.#state === "idle") return;
    this.#state = "idle";
    this.#unobserve();
    this.#tracker.clear();
    this.#queue.clear();
    this.#given.clear();
    this.#parts.sink.end();
  }

  #addAll(): void {
    this.#tracker.clear();
    for (const name of this.#given.keys()) this.#queue.addNow(name);
    for (const kind of audited) for (const key of this.#parts.store.names(kind)) this.#queue.addNow(nameOf(kind, key));
  }

  /** Called within the watch, so it only notes what to do. */
  #changed(change: StoreChange): void {
    const { kind, key } = change;
    const nowMs = this.#parts.clock.monotonicMs();
    if (isAudited(kind)) this.#queue.addChanged(nameOf(kind, key), nowMs);
    for (const name of this.#tracker.outdatedBy(change)) this.#queue.addChanged(name, nowMs);
  }

  /** Whether there was anything to do. */
  #slice(): boolean {
    const { clock, pace } = this.#parts;
    const untilMs = clock.monotonicMs() + pace.sliceMs;
    let done = 0;
    for (let nowMs = clock.monotonicMs(); nowMs < untilMs; nowMs = clock.monotonicMs()) {
      const name = this.#queue.take(nowMs);
      if (name === undefined) break;
      this.#judge(name);
      done += 1;
    }
    return done > 0;
  }

  #judge(name: string): void {
    const { context, sink } = this.#parts;
    const { kind, namespace, name: own } = placeOf(name);
    const given = this.#given.get(name);
    try {
      this.#tracker.track(name, (recording) => {
        const view = budgeted(recording, this.#tooLarge, budget);
        const whole = { ...context(), view };
        const workload = view.get(kind, namespace, own);
        const judged = workload === undefined ? undefined : judgeWorkload(workload, whole);
        const uid = workload?.uid ?? "";
        if (given !== undefined && (judged === undefined || given !== uid)) this.#gone(name, given);
        if (judged === undefined) return;
        this.#given.set(name, uid);
        sink.judged(name, judged, whole);
      });
    } catch (error) {
      if (!(error instanceof WorkBudgetExceeded)) throw error;
      sink.tooLarge(name);
    }
  }

  #gone(name: string, uid: string): void {
    this.#given.delete(name);
    this.#parts.sink.gone(name, uid);
  }
}

const isAudited = (kind: string): kind is AuditedKind => (audited as readonly string[]).includes(kind);

const nameOf = (kind: AuditedKind, { namespace, name }: ObjectKey): string => `${kind}/${namespace}/${name}`;

function placeOf(name: string): ObjectKey & { readonly kind: AuditedKind } {
  const [kind = "", namespace = "", own = ""] = name.split("/");
  if (!isAudited(kind)) throw new Error(`no workload is named ${name}`);
  return { kind, namespace, name: own };
}
