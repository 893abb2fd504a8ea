/** A probe of ten minutes in which three Pods exit while they still get requests. */
import { builtInPolicies } from "#policy/policies.ts";
import { loadReport } from "#probe/report/load-report.ts";
import type { ProbeReport } from "#probe/report/probe-report.ts";
import { readAcceptedStatuses } from "#probe/results/accepted-statuses.ts";
import { assumedPolicies } from "#trace/measures/assumed-policies.ts";
import { printUtc } from "#trace/time/utc.ts";
import { probed, type Sent, start } from "../causes/probed.ts";

const lost = (at: number, seconds: number, status: number): Sent => ({ at, seconds, status, responder: "load-balancer" });

export const accepted = readAcceptedStatuses("200-399");

export function shopProbe(minSuccess: number | undefined): ProbeReport {
  const shop = (n: number, deletedAt: number) => ({
    name: `shop-7d9f-${n}`,
    address: `10.0.2.6${n}`,
    deletedAt,
    endedAt: deletedAt + 2,
    preStop: 0,
    exitCode: 143,
  });
  const { tally, report: trace } = probed(
    [shop(1, 120), shop(2, 160), shop(3, 200)],
    [
      ...Array.from({ length: 11 }, (_, at) => lost(124 + 40 * (at % 3) + at / 2, 10.002, 504)),
      ...Array.from({ length: 3 }, (_, at) => lost(20 + at, 0.4, 502)),
      ...Array.from(
        { length: 11_866 },
        (_, at): Sent => ({ at: at / 20, seconds: 0.021 + (at % 100) / 2000, connection: at < 6000 ? "kept" : "fresh" }),
      ),
    ],
    0,
    assumedPolicies(builtInPolicies, undefined),
  );
  if (accepted === undefined) throw new Error("no statuses");
  return {
    version: 1,
    url: "https://shop.example.com/health",
    window: { since: printUtc(start), until: printUtc(start + 600_000) },
    interrupted: false,
    load: loadReport(tally, {
      plan: { rate: 20, durationMs: 600_000 },
      accepted,
      minSuccess,
      overLimit: 0,
      late: 0,
      unfinished: 0,
    }),
    recording: { pods: 6, deleted: 3, lines: 12_061, file: null, interruptions: 0, longestInterruption: 0 },
    trace,
    complete: true,
    problems: [],
  };
}
