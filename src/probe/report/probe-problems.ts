import type { RecordedFacts } from "#probe/causes/recorded-facts.ts";
import type { Tally } from "#probe/results/tally.ts";
import { counted } from "#trace/report/numbers.ts";
import type { LoadReport, RecordingReport } from "./probe-report.ts";

/** What limits the result of a run, in sentences. */
export function probeProblems(
  tally: Tally | undefined,
  recorded: RecordedFacts,
  load: LoadReport | null,
  recording: RecordingReport | null,
): readonly string[] {
  return [
    ...(load === null || tally === undefined ? [] : loadProblems(tally, load)),
    ...(recording === null ? [] : recordingProblems(recorded, recording)),
    ...(load !== null && load.failed > 0 && recording === null
      ? ["no Pods were recorded, so nothing is known of their ends; name the workload, or use -n and -l"]
      : []),
  ];
}

function loadProblems({ requests, redirects, unaccepted, log }: Tally, { notSent, unfinished }: LoadReport): readonly string[] {
  return [
    ...(notSent.overLimit > 0
      ? [`${counted(notSent.overLimit, "request")} not sent: as many as --connections allows were under way`]
      : []),
    ...(notSent.late > 0 ? [`${counted(notSent.late, "request")} not sent in time: this machine was busy`] : []),
    ...(unfinished > 0 ? [`${counted(unfinished, "request")} under way when the probe was ended; they count as nothing`] : []),
    ...(requests > 0 && redirects === requests
      ? ["every response is a redirect, which is not followed; probe the URL it leads to"]
      : []),
    ...(unaccepted > 0
      ? [`${counted(unaccepted, "response")} failed only because --accept does not list the status; no cause is looked for`]
      : []),
    ...(log.failures.weight > 1
      ? [`more failures than are kept; causes are those of one in ${log.failures.weight} of them`]
      : []),
  ];
}

function recordingProblems(
  { skewMs, dropped }: RecordedFacts,
  { interruptions, longestInterruption, pods }: RecordingReport,
): readonly string[] {
  return [
    ...(pods === 0 ? ["no Pod was seen: check the namespace and the selector"] : []),
    ...(interruptions > 0
      ? [
          `the watch was interrupted ${counted(interruptions, "time")}, for ${longestInterruption.toFixed(1)} s at the longest; moments within are known to that`,
        ]
      : []),
    ...(skewMs === 0
      ? []
      : [
          `clocks: the cluster's is ${(Math.abs(skewMs) / 1000).toFixed(1)} s ${skewMs > 0 ? "behind" : "ahead of"} this machine's; corrected`,
        ]),
    ...(dropped > 0 ? [`${counted(dropped, "event")} could not be used`] : []),
  ];
}
