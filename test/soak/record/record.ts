import { appendFileSync, readFileSync } from "node:fs";

/** What is known about a run before it begins. */
export interface Start {
  readonly kind: "start";
  readonly startedMs: number;
  readonly seed: number;
  readonly minutes: number;
  readonly perSecond: number;
  readonly version: string;
  readonly commit: string;
  readonly node: string;
  readonly kubernetes: string;
  readonly processors: number;
  readonly processor: string;
  /** Why something could not be done here, by act. */
  readonly leftOut: Readonly<Record<string, string>>;
}

/** Counters are as the replica's process reports them: they begin anew with it. */
export interface ReplicaSample {
  readonly kind: "replica";
  readonly t: number;
  readonly replica: string;
  readonly pid: number;
  /** Which process of this replica, from 1. */
  readonly life: number;
  readonly ready: boolean;
  readonly rss: number;
  readonly heap: number;
  readonly fds: number;
  readonly threads: number;
  readonly cpuSeconds: number;
  readonly lagSeconds: number;
  readonly lagP99Seconds: number;
  readonly counters: Readonly<Record<string, number>>;
}

export interface MachineSample {
  readonly kind: "machine";
  readonly t: number;
  readonly load: readonly number[];
  readonly apiServerRss: number;
  readonly etcdRss: number;
  readonly ownRss: number;
  readonly ownLagMs: number;
  /** Calls that the API server counted as failed since the run began, as far as it was asked before it ended. */
  readonly failedCalls: number;
  readonly calls: number;
}

/** Since the run began, but for the times, which are those of the last seconds. */
export interface CreationSample {
  readonly kind: "creations";
  readonly t: number;
  readonly asked: number;
  readonly created: number;
  readonly failed: number;
  readonly unchecked: number;
  readonly outdated: number;
  readonly repeated: number;
  readonly controllerPods: number;
  readonly rollOuts: number;
  readonly routeChanges: number;
  readonly refusedByRule: number;
  readonly otherWrites: number;
  readonly otherFailed: number;
  readonly waiting: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

export interface Act {
  readonly kind: "act";
  readonly t: number;
  readonly id: number;
  readonly act: string;
  readonly phase: "begin" | "end" | "failed";
  readonly detail: string;
}

export interface Failure {
  readonly kind: "failure";
  readonly t: number;
  readonly what: "creation" | "other-write" | "unchecked" | "outdated" | "controller";
  readonly message: string;
  /** Acts under way, and those that ended a moment ago. */
  readonly during: readonly string[];
  /** The time since a replica was killed, where it was short. */
  readonly sinceKillSeconds?: number;
}

/** Lines of a replica's log at warn or error since the last look. */
export interface LogLines {
  readonly kind: "log";
  readonly t: number;
  readonly replica: string;
  readonly level: string;
  readonly message: string;
  readonly count: number;
}

export interface End {
  readonly kind: "end";
  readonly t: number;
  readonly because: string;
}

export type Line = Start | ReplicaSample | MachineSample | CreationSample | Act | Failure | LogLines | End;

type WithoutTime<Each> = Each extends Line ? Omit<Each, "t"> : never;

export interface Recorder {
  readonly seconds: () => number;
  readonly write: (line: WithoutTime<Exclude<Line, Start>>) => void;
}

/** Each line is in the file when `write` returns, so that an interrupted run loses nothing. */
export function startRecord(file: string, start: Start): Recorder {
  const seconds = (): number => Math.round((Date.now() - start.startedMs) / 10) / 100;
  appendFileSync(file, `${JSON.stringify(start)}\n`);
  return { seconds, write: (line) => appendFileSync(file, `${JSON.stringify({ t: seconds(), ...line })}\n`) };
}

/** A last line that was cut is passed over. @throws Error where the file holds no run */
export function readRecord(file: string): { readonly start: Start; readonly lines: readonly Exclude<Line, Start>[] } {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .flatMap((text) => {
      try {
        return [JSON.parse(text) as Line];
      } catch {
        return [];
      }
    });
  const [start, ...rest] = lines;
  if (start?.kind !== "start") throw new Error(`${file} holds no run of a soak`);
  return { start, lines: rest.filter((line) => line.kind !== "start") };
}
