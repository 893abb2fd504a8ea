import { goingAt } from "./going.ts";
import type { RollingUpdate } from "./rolling-update.ts";
import { arrivingAt, lasting, type Target } from "./target.ts";
import { goneAt, type Termination } from "./termination.ts";

/** How Pods are replaced, and how long new ones take. Seconds. */
export interface RollOut {
  readonly replicas: number;
  /** How many of them are replaced; the others stay. */
  readonly pods: number;
  readonly replace: Replacement;
  /** From the creation of a Pod to its being available, its readiness gates included. */
  readonly startUp: number;
  /** From being available to taking requests: zero with a readiness gate, which waits for that. */
  readonly registration: number;
}

export type Replacement =
  | ({ readonly how: "surge" } & RollingUpdate)
  /** Everything at once, and new Pods when the old are gone. */
  | { readonly how: "recreate" }
  /** So many at a time, each batch again when the one before it is available (StatefulSet, DaemonSet). */
  | { readonly how: "in-place"; readonly unavailable: number };

/** Pods that leave or come at the same moment. */
export interface Wave {
  readonly at: number;
  readonly pods: number;
}

export interface Schedule {
  readonly deleted: readonly Wave[];
  readonly available: readonly Wave[];
  /** When every new Pod is available. */
  readonly completeAt: number;
  /** When the last of the old ones is gone. */
  readonly goneAt: number;
}

/** A roll-out of more waves is like a shorter one that continues. */
const mostWaves = 1000;

/** Undefined where it takes more waves than are worth counting, or can never move. */
export function scheduleOf(rollOut: RollOut, termination: Termination): Schedule | undefined {
  const gone = goneAt(termination);
  const waves = wavesOf(rollOut, gone);
  if (waves === undefined) return undefined;
  const last = (of: readonly Wave[]): number => of.reduce((most, { at }) => Math.max(most, at), 0);
  return { ...waves, completeAt: last(waves.available), goneAt: last(waves.deleted) + gone };
}

function wavesOf(
  { replicas, pods, replace, startUp }: RollOut,
  gone: number,
): Pick<Schedule, "deleted" | "available"> | undefined {
  switch (replace.how) {
    case "recreate":
      return { deleted: [{ at: 0, pods: replicas }], available: [{ at: gone + startUp, pods: replicas }] };
    case "in-place":
      return inPlace(pods, replace.unavailable, gone + startUp);
    case "surge":
      return surging(replicas, replace, startUp);
  }
}

function inPlace(pods: number, unavailable: number, each: number): ReturnType<typeof wavesOf> {
  if (unavailable < 1 || pods / unavailable > mostWaves) return undefined;
  const batches = Array.from({ length: Math.ceil(pods / unavailable) }, (_, at) => ({
    at: at * each,
    pods: Math.min(unavailable, pods - at * unavailable),
  }));
  return { deleted: batches, available: batches.map(({ at, pods }) => ({ at: at + each, pods })) };
}

/** With R new Pods ready, replicas - unavailable - R old ones are kept, and replicas + surge less the old ones are created. */
function surging(replicas: number, { surge, unavailable }: RollingUpdate, startUp: number): ReturnType<typeof wavesOf> {
  const step = surge + unavailable;
  if (step < 1 || replicas / step > mostWaves) return undefined;
  const deleted: Wave[] = [];
  const available: Wave[] = [];
  let [old, ready] = [replicas, 0];
  for (let at = 0; old > 0; at += startUp) {
    const kept = Math.max(0, replicas - unavailable - ready);
    if (old > kept) deleted.push({ at, pods: old - kept });
    old = kept;
    const created = Math.min(replicas, replicas + surge - old);
    if (created > ready) available.push({ at: at + startUp, pods: created - ready });
    ready = created;
  }
  return { deleted, available };
}

/** All Pods of a roll-out, old and new. */
export const targetsOf = (
  { deleted, available }: Schedule,
  { replicas, pods: replaced, registration }: RollOut,
  termination: Termination,
): readonly Target[] => [
  ...deleted.map(({ at, pods }) => goingAt(pods, at, termination)),
  ...(replicas > replaced ? [lasting(replicas - replaced)] : []),
  ...available.map(({ at, pods }) => arrivingAt(pods, at + registration)),
];

/** `pods` of so many replicas deleted at once, with nobody in their place. */
export const scaleIn = (replicas: number, pods: number, termination: Termination): readonly Target[] => [
  goingAt(pods, 0, termination),
  ...(replicas > pods ? [lasting(replicas - pods)] : []),
];
