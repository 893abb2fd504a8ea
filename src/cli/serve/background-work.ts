import { hostname } from "node:os";
import { systemClock } from "#clock/clock.ts";
import { BackgroundAudit, defaultAuditPace } from "#continuous-audit/background-audit.ts";
import { EventWriter } from "#continuous-audit/event-writer.ts";
import { FollowUp } from "#continuous-audit/follow-up.ts";
import { NewRouteRestarts } from "#continuous-audit/new-route-restarts.ts";
import { ReportWriter } from "#continuous-audit/report-writer.ts";
import { defaultWritePace, type WritePace } from "#continuous-audit/write-pace.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import type { Leadership } from "#kubernetes/leadership/leadership.ts";
import type { LiveView } from "#kubernetes/watch/live-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import type { AwsFacts } from "#model/load-balancers/aws-facts.ts";
import { AuditTally } from "#reports/audit-tally.ts";
import type { AuditMetrics } from "#server/audit-metrics.ts";
import type { Log } from "#server/log.ts";
import type { Configuration } from "#settings/read-settings.ts";
import { logReports } from "./background-log.ts";
import type { ElectionChoice } from "./election.ts";

export interface BackgroundWork {
  /** Resolves when nothing is being written any more. */
  stop(): Promise<void>;
}

interface BackgroundParts {
  readonly client: ApiClient;
  readonly live: LiveView;
  readonly configuration: () => Configuration;
  readonly serverVersion: () => string | undefined;
  readonly awsFacts: (() => AwsFacts) | undefined;
  readonly leadership: Leadership | undefined;
  readonly election: ElectionChoice | undefined;
  readonly metrics: AuditMetrics;
  readonly log: Log;
}

/** What one replica does beside serving: the continuous audit, and what follows from it; nothing where all of it is switched off. */
export function startBackgroundWork(parts: BackgroundParts): BackgroundWork {
  const { client, live, configuration, leadership, election, metrics, log } = parts;
  const { reports: chosen, restart } = configuration();
  if (leadership === undefined || !(chosen.enabled || chosen.events || restart.onNewRoute)) return { stop: async () => {} };
  const common = {
    client,
    clock: systemClock,
    remainingMs: () => leadership.remainingMs(),
    pace: { ...defaultWritePace, ...election?.writePace } satisfies WritePace,
  };
  const events = chosen.events
    ? new EventWriter({
        ...common,
        instance: hostname(),
        onResult: (reason, result, error) => {
          metrics.event(reason, result);
          if (error !== undefined) log.warn({ reason, error: messageOf(error) }, "Event not written");
        },
      })
    : undefined;
  const reports = chosen.enabled
    ? new ReportWriter({ ...common, choice: chosen.api, onEvent: logReports(log, metrics) })
    : undefined;
  const restarts = restart.onNewRoute
    ? new NewRouteRestarts({
        ...common,
        withinSeconds: restart.within,
        events,
        onResult: ({ error, ...fields }) => {
          metrics.restart(error === undefined ? "restarted" : "failed");
          if (error === undefined) log.info(fields, "restarted a workload that is older than its route");
          else log.warn({ ...fields, error: messageOf(error) }, "workload not restarted");
        },
      })
    : undefined;
  const tally = new AuditTally();
  let lastPassMs: number | undefined;
  const sink = new FollowUp({
    tally,
    reports,
    events,
    restarts,
    nowMs: () => systemClock.nowMs(),
    onPassed: () => {
      lastPassMs = systemClock.nowMs();
    },
    onTooLarge: (workload) => {
      metrics.problem("too-large");
      log.warn({ workload }, "not audited: the objects that this workload depends on are too large");
    },
  });
  const audit = new BackgroundAudit({
    store: live.store,
    registry: watchedKinds,
    synced: () => live.synced(),
    leads: () => leadership.leads(),
    context: () => ({ ...configuration(), serverVersion: parts.serverVersion(), awsFacts: parts.awsFacts?.() }),
    clock: systemClock,
    random: Math.random,
    pace: { ...defaultAuditPace, ...election?.auditPace },
    sink,
    onError: (error) => {
      metrics.problem("error");
      log.error({ error: messageOf(error) }, "continuous audit failed; it continues");
    },
  });
  metrics.follow({
    leads: () => leadership.leads(),
    findings: () => tally.findings(),
    podsToRestart: () => tally.podsToRestart(),
    workloads: () => tally.workloads(),
    waiting: () => ({ audit: audit.waiting(), reports: reports?.waiting ?? 0 }),
    lastPassMs: () => lastPassMs,
  });
  audit.start();
  return {
    stop: async () => {
      audit.stop();
      await Promise.all([reports?.stop(), events?.stop(), restarts?.stop()]);
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
