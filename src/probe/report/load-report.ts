import type { LoadPlan } from "#probe/load/load-plan.ts";
import type { AcceptedStatuses } from "#probe/results/accepted-statuses.ts";
import type { Tally } from "#probe/results/tally.ts";
import { durationReport } from "#trace/report/duration-report.ts";
import type { CountReport, LoadReport } from "./probe-report.ts";

export interface LoadFacts {
  readonly plan: Pick<LoadPlan, "rate" | "durationMs">;
  readonly accepted: AcceptedStatuses;
  readonly minSuccess: number | undefined;
  readonly overLimit: number;
  readonly late: number;
  readonly unfinished: number;
}

export function loadReport(tally: Tally, { plan, accepted, minSuccess, overLimit, late, unfinished }: LoadFacts): LoadReport {
  const succeeded = tally.requests - tally.failed;
  const { fresh, kept } = tally.connections;
  return {
    rate: plan.rate,
    plannedSeconds: plan.durationMs / 1000,
    accepted: accepted.text,
    requests: tally.requests,
    succeeded,
    failed: tally.failed,
    success: tally.requests === 0 ? 0 : (succeeded / tally.requests) * 100,
    minSuccess: minSuccess ?? null,
    // Compared as products: 99.99 % of 10,000 is 9,999 and not a little more.
    passed: minSuccess === undefined || succeeded * 1e6 >= Math.round(minSuccess * 1e4) * tally.requests,
    notSent: { overLimit, late },
    unfinished,
    statuses: Object.fromEntries([...tally.statuses].sort(([a], [b]) => a - b).map(([status, count]) => [String(status), count])),
    errors: {
      connect: tally.errors("connect"),
      reset: tally.errors("reset"),
      timeout: tally.errors("timeout"),
      tls: tally.errors("tls"),
      other: tally.errors("other"),
    },
    connections: { fresh: counts(fresh), kept: counts(kept) },
    addresses: [...tally.addresses]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, each]) => ({ address, ...counts(each), durations: durationReport(each.durations) })),
    durations: durationReport(tally.durations),
  };
}

const counts = ({ requests, failed }: CountReport): CountReport => ({ requests, failed });
