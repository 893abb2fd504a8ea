import type { CreationSample, Failure } from "../record/record.ts";

/** What the workload counts; the times are taken by each sample. */
export interface Counts {
  asked: number;
  created: number;
  failed: number;
  unchecked: number;
  outdated: number;
  repeated: number;
  controllerPods: number;
  rollOuts: number;
  routeChanges: number;
  refusedByRule: number;
  otherWrites: number;
  otherFailed: number;
  waiting: number;
  timesMs: number[];
}

export type OnFailure = (what: Failure["what"], message: string) => void;

export const noCounts = (): Counts => ({
  asked: 0,
  created: 0,
  failed: 0,
  unchecked: 0,
  outdated: 0,
  repeated: 0,
  controllerPods: 0,
  rollOuts: 0,
  routeChanges: 0,
  refusedByRule: 0,
  otherWrites: 0,
  otherFailed: 0,
  waiting: 0,
  timesMs: [],
});

export function sampleOf(counts: Counts): Omit<CreationSample, "t"> {
  const { timesMs, ...rest } = counts;
  const sorted = timesMs.sort((a, b) => a - b);
  const share = (part: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
  counts.timesMs = [];
  return { kind: "creations", ...rest, medianMs: share(0.5), p99Ms: share(0.99), longestMs: share(1) };
}
