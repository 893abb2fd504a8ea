import { RecordedFacts } from "#probe/causes/recorded-facts.ts";
import { PodChanges } from "#probe/recording/pod-changes.ts";
import { readPodLine } from "#probe/recording/read-pod-line.ts";
import { failureReport } from "#probe/report/failure-report.ts";
import { readAcceptedStatuses } from "#probe/results/accepted-statuses.ts";
import type { Outcome } from "#probe/results/outcome.ts";
import { Tally } from "#probe/results/tally.ts";
import type { PolicyTimes } from "#trace/measures/savings.ts";
import type { TraceReport } from "#trace/report/report.ts";
import { parseUtc, printUtc } from "#trace/time/utc.ts";
import { type PodState, rawPod } from "../recording/raw-pod.ts";

export const start = parseUtc("2026-11-26T09:10:00Z") ?? 0;

export interface EndedPod {
  readonly name: string;
  readonly address?: string;
  /** Seconds from the beginning of the run. */
  readonly deletedAt?: number;
  readonly endedAt?: number;
  readonly exitCode?: number;
  readonly preStop?: number;
  readonly grace?: number;
}

export type Sent = Partial<Outcome> & { readonly at: number; readonly seconds: number };

const accepted = readAcceptedStatuses("200-399");

export const outcome = ({ at, seconds, ...given }: Sent): Outcome => ({
  sentMs: start + at * 1000,
  durationMs: seconds * 1000,
  address: "192.0.2.1",
  connection: "fresh",
  status: 200,
  error: undefined,
  sent: true,
  responder: "unknown",
  pod: undefined,
  ...given,
});

export interface Probed {
  readonly report: TraceReport;
  readonly tally: Tally;
  /** `cause confidence × count`, in the order of the report. */
  readonly causes: readonly string[];
}

/** What a probe makes of a run: the Pods that ended, a good load beside, and some requests. `clockAheadMs` is the cluster's. */
export function probed(
  pods: readonly EndedPod[],
  sent: readonly Sent[],
  clockAheadMs = 0,
  policies: readonly PolicyTimes[] = [{ policy: "p", preStopSeconds: 30, graceSeconds: 60, delaySeconds: undefined }],
): Probed {
  if (accepted === undefined) throw new Error("no statuses");
  const tally = new Tally("shop.example.com", accepted);
  for (let at = 0; at < 120; at += 1) tally.add(outcome({ at, seconds: 0.05 }));
  for (const each of sent) tally.add(outcome(each));
  const report = failureReport(tally, recordedOf(pods, clockAheadMs), policies);
  const causes = (report.groups[0]?.causes ?? []).map(({ cause, confidence, count }) => `${cause} ${confidence} × ${count}`);
  return { report, tally, causes };
}

function recordedOf(pods: readonly EndedPod[], clockAheadMs: number): RecordedFacts {
  const recorded = new RecordedFacts();
  for (const { name, deletedAt, endedAt, exitCode, ...terms } of pods) {
    let nowMs = start;
    const changes = new PodChanges(
      () => nowMs,
      (line) => recorded.add(line),
    );
    const put = (at: number, state: PodState): void => {
      nowMs = start + at * 1000;
      const object = readPodLine(rawPod(name, { ...terms, ...state }));
      if (object !== undefined) changes.put({ key: { namespace: "web", name }, object });
    };
    const cut = (at: number): string => printUtc(Math.floor((start + clockAheadMs + at * 1000) / 1000) * 1000);
    put(0, {});
    const deleted = deletedAt === undefined ? {} : { deletionTimestamp: cut(deletedAt + (terms.grace ?? 30)) };
    if (deletedAt !== undefined) put(deletedAt + 0.02, deleted);
    if (endedAt !== undefined) put(endedAt + 0.8, { ...deleted, finishedAt: cut(endedAt), exitCode: exitCode ?? 0 });
  }
  return recorded;
}
