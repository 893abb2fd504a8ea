import type { Life } from "#trace/events/life.ts";
import { type FlowPropagation, flowPropagation } from "#trace/measures/flow-propagation.ts";
import type { OtherLogs } from "#trace/other-logs/other-logs.ts";
import { counted, inSeconds } from "./numbers.ts";

/** What logs besides access logs say; null for a log that was not given. */
export interface OtherLogsReport {
  readonly healthChecks: {
    readonly checks: number;
    readonly targets: number;
    readonly failed: Readonly<Record<string, number>>;
  } | null;
  /** Connections of clients to an ALB, and those whose TLS failed, by error. */
  readonly connections: ConnectionsReport | null;
  /** The same of TLS listeners of an NLB. */
  readonly nlbConnections: ConnectionsReport | null;
  readonly flows: FlowsReport | null;
}

/** Of a report that no such log went into. */
export const noOtherLogs: OtherLogsReport = { healthChecks: null, connections: null, nlbConnections: null, flows: null };

export interface ConnectionsReport {
  readonly connections: number;
  readonly failed: Readonly<Record<string, number>>;
}

export interface FlowsReport {
  readonly records: number;
  readonly rejected: number;
  readonly resets: number;
  readonly unanswered: number;
  /** Windows that AWS could not log. */
  readonly gaps: number;
  readonly propagation: FlowPropagation | null;
}

export function otherLogsReport(logs: OtherLogs, lives: ReadonlyMap<string, readonly Life[]>): OtherLogsReport {
  const { healthChecks, connections, nlb, flows } = logs;
  const connectionsOf = ({ count, failed }: typeof connections | typeof nlb): ConnectionsReport | null =>
    count === 0 ? null : { connections: count, failed: failed.byCount() };
  return {
    healthChecks:
      healthChecks.checks === 0
        ? null
        : { checks: healthChecks.checks, targets: healthChecks.targets, failed: healthChecks.reasons.byCount() },
    connections: connectionsOf(connections),
    nlbConnections: connectionsOf(nlb),
    flows:
      flows.records === 0
        ? null
        : {
            records: flows.records,
            rejected: flows.rejected,
            resets: flows.resets,
            unanswered: flows.unanswered,
            gaps: flows.gaps,
            propagation: flowPropagation(flows, lives) ?? null,
          },
  };
}

/** A name and a sentence for each log that was given. */
export const otherLogLines = ({
  healthChecks,
  connections,
  nlbConnections,
  flows,
}: OtherLogsReport): readonly (readonly [name: string, text: string])[] => [
  ...(healthChecks === null
    ? []
    : [
        [
          "health checks",
          `${counted(healthChecks.checks, "check")} of ${counted(healthChecks.targets, "target")}, ${failures(healthChecks.failed)}`,
        ] as const,
      ]),
  ...connectionLine("connections", connections),
  ...connectionLine("NLB connections", nlbConnections),
  ...(flows === null ? [] : [["flow logs", flowText(flows)] as const]),
];

const connectionLine = (name: string, report: ConnectionsReport | null): readonly (readonly [string, string])[] =>
  report === null ? [] : [[name, `${counted(report.connections, "connection")}, TLS: ${failures(report.failed)}`]];

function failures(failed: Readonly<Record<string, number>>): string {
  const entries = Object.entries(failed);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return "none failed";
  return `${total} failed (${entries
    .slice(0, 4)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(", ")})`;
}

function flowText({ records, rejected, resets, unanswered, gaps, propagation }: FlowsReport): string {
  const parts = [
    counted(records, "record"),
    `${rejected} rejected`,
    `${resets} with a reset`,
    `${unanswered} with an unanswered connection`,
    ...(gaps > 0 ? [`${gaps} missing`] : []),
  ];
  if (propagation === null) return parts.join(", ");
  const { targets, longest, longestMost } = propagation;
  return `${parts.join(", ")}; packets to ${counted(targets, "deleted Pod")} until ${inSeconds(longest)} to ${inSeconds(longestMost)} after the deletion (longest, give or take a minute)`;
}
