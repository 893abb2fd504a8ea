import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Finished, titleOf } from "../proof.ts";
import type { ProofSet } from "../proof-set.ts";
import type { PodPhase, RunRecord } from "../run-record.ts";
import type { Lane, Span } from "../spans.ts";
import { summarise } from "../summary.ts";

const recordedRuns = z.strictObject({
  factor: z.number(),
  scenario: z.string(),
  variant: z.string(),
  runs: z.int().positive(),
  /** Of all runs together. */
  requests: z.int(),
  perSecond: z.number().positive(),
  lost: z.int(),
  /** Of the first run: from its first request to the first Pod that is deleted, or that becomes unready where none is. */
  beginsAtSeconds: z.number().optional(),
  /** Of the first run: from the creation of a Pod to its being Ready, the mean of all that were created. */
  startUpSeconds: z.number().optional(),
});

/** What was measured for one scenario and variant, and how fast the cluster was, which no model of a load balancer can know. */
export type RecordedRuns = z.infer<typeof recordedRuns>;

const file = join(import.meta.dirname, "recorded-runs.json");

export const readRecordedRuns = (): readonly RecordedRuns[] =>
  z.array(recordedRuns).parse(JSON.parse(readFileSync(file, "utf8")));

export const writeRecordedRuns = (rows: readonly RecordedRuns[]): void =>
  writeFileSync(file, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`);

export const recordedRunsOf = (sets: readonly ProofSet[]): readonly RecordedRuns[] =>
  sets.flatMap(({ pace, finished }) =>
    summarise(finished)
      .filter(({ runs }) => runs > 0)
      .map(({ planned, runs, outcome }) => {
        const record = firstRecord(finished, titleOf(planned));
        return {
          factor: pace.factor,
          scenario: planned.scenario.name,
          variant: planned.variant.name,
          runs,
          requests: outcome.requests,
          perSecond: record === undefined ? 1 : rateOf(record),
          lost: outcome.failed,
          ...(record === undefined ? {} : timesOf(record)),
        };
      }),
  );

function firstRecord(finished: readonly Finished[], title: string): RunRecord | undefined {
  const first = finished.find((each) => "run" in each && titleOf(each.planned) === title);
  return first !== undefined && "run" in first ? first.run.record : undefined;
}

function rateOf({ requests }: RunRecord): number {
  const [first, last] = [requests[0]?.atMs ?? 0, requests.at(-1)?.atMs ?? 0];
  return last > first ? Math.round(((requests.length - 1) * 1000) / (last - first)) : Math.max(1, requests.length);
}

function timesOf({ fromMs, pods }: RunRecord): Pick<RecordedRuns, "beginsAtSeconds" | "startUpSeconds"> {
  const spansOf = Map.groupBy(pods, ({ name }) => name.split(" ")[0] ?? name);
  const each = [...spansOf.values()].map(inOrder);
  const ends = each.flatMap((spans) => spans.filter(endsService).map((span) => span.fromMs));
  const startUps = each.flatMap((spans) => {
    const [first] = spans;
    const ready = spans.find(({ state }) => state === "ready");
    return first?.state === "pending" && ready !== undefined ? [ready.fromMs - first.fromMs] : [];
  });
  return {
    ...(ends.length === 0 ? {} : { beginsAtSeconds: toSeconds(Math.min(...ends) - fromMs) }),
    ...(startUps.length === 0 ? {} : { startUpSeconds: toSeconds(startUps.reduce((sum, ms) => sum + ms, 0) / startUps.length) }),
  };
}

/** A Pod has one lane before it has an address, and one with it. */
const inOrder = (lanes: readonly Lane<PodPhase>[]): readonly Span<PodPhase>[] =>
  lanes.flatMap(({ spans }) => spans).toSorted((a, b) => a.fromMs - b.fromMs);

const endsService = (span: Span<PodPhase>, at: number, spans: readonly Span<PodPhase>[]): boolean =>
  span.state === "terminating" || (span.state === "starting" && spans[at - 1]?.state === "ready");

const toSeconds = (ms: number): number => Math.round(ms / 10) / 100;
