import type { RecordedFacts } from "#probe/causes/recorded-facts.ts";
import type { EventRecorder } from "#probe/recording/event-recorder.ts";
import type { Tally } from "#probe/results/tally.ts";
import type { PolicyTimes } from "#trace/measures/savings.ts";
import { noOtherLogs } from "#trace/report/other-logs-report.ts";
import { reportVersion, type TraceReport } from "#trace/report/report.ts";
import { printUtc } from "#trace/time/utc.ts";
import { failureReport } from "./failure-report.ts";
import { type LoadFacts, loadReport } from "./load-report.ts";
import { probeProblems } from "./probe-problems.ts";
import { type ProbeReport, probeReportVersion, type RecordingReport } from "./probe-report.ts";

export interface ProbeFacts {
  /** Without its query. */
  readonly url: string | undefined;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly interrupted: boolean;
  readonly load: (LoadFacts & { readonly tally: Tally }) | undefined;
  /** Of everything but requests. */
  readonly recorders: readonly EventRecorder[];
  readonly podsRecorded: boolean;
  readonly recorded: RecordedFacts;
  readonly file: { readonly path: string; readonly lines: number; readonly problem: string | undefined } | undefined;
  /** Look-ups of the name that failed after the first. */
  readonly failedLookUps: number;
  readonly policies: readonly PolicyTimes[];
}

export function buildProbeReport(facts: ProbeFacts): ProbeReport {
  const { recorded, file, recorders } = facts;
  const load = facts.load === undefined ? null : loadReport(facts.load.tally, facts.load);
  const recording = recorders.length === 0 ? null : recordingReport(facts);
  return {
    version: probeReportVersion,
    url: facts.url ?? null,
    window: { since: printUtc(facts.sinceMs), until: printUtc(facts.untilMs) },
    interrupted: facts.interrupted,
    load,
    recording,
    trace: facts.load === undefined ? noFailures : failureReport(facts.load.tally, recorded, facts.policies),
    complete: file?.problem === undefined,
    problems: [
      ...(file?.problem === undefined ? [] : [file.problem]),
      ...recorders.flatMap(({ problems }) => problems),
      ...probeProblems(facts.load?.tally, recorded, load, recording),
      ...(facts.failedLookUps > 0
        ? [`the name could not be looked up again ${facts.failedLookUps} times; its last addresses were used`]
        : []),
    ],
  };
}

const noFailures: TraceReport = {
  version: reportVersion,
  window: null,
  sources: [],
  requests: 0,
  failed: 0,
  lost: 0,
  completeness: null,
  groups: [],
  targets: [],
  otherLogs: noOtherLogs,
  problems: [],
};

function recordingReport({ recorders, podsRecorded, recorded, file }: ProbeFacts): RecordingReport {
  const { seen, deleted } = recorded.pods;
  return {
    pods: podsRecorded ? seen : null,
    deleted,
    lines: file?.lines ?? 0,
    file: file?.path ?? null,
    interruptions: recorders.reduce((sum, { interruptions }) => sum + interruptions.count, 0),
    longestInterruption: Math.max(0, ...recorders.map(({ interruptions }) => interruptions.longestMs)) / 1000,
  };
}
