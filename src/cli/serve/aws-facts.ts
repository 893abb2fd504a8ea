import { loadElbApi } from "#aws/api/load-api.ts";
import { type FollowedFacts, followFacts } from "#aws/follow-facts.ts";
import { systemClock } from "#clock/clock.ts";
import type { LiveView } from "#kubernetes/watch/live-view.ts";
import { wantedArns } from "#load-balancers/aws/wanted-arns.ts";
import type { Log } from "#server/log.ts";
import type { Metrics } from "#server/metrics.ts";
import type { Configuration } from "#settings/read-settings.ts";
import { scopeOf } from "#workloads/scope.ts";

interface Surroundings {
  readonly live: LiveView;
  readonly configuration: () => Configuration;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "awsRequest">;
}

/** Undefined, with nothing loaded or requested, where the configuration does not enable it. */
export function startAwsFacts(
  { enabled, region, endpoint, prefer, refresh, requestsPerSecond }: Configuration["aws"],
  { live, configuration, log, metrics }: Surroundings,
): FollowedFacts | undefined {
  if (!enabled) return undefined;
  return followFacts({
    load: loadElbApi,
    wanted: () => {
      if (!live.synced()) return [];
      const { settings } = configuration();
      return wantedArns(live.view, (namespace) => scopeOf(namespace, live.view, settings).in);
    },
    // The controller registers targets in its own region only. EKS sets the variable for roles of ServiceAccounts.
    region: region ?? process.env["AWS_REGION"],
    endpoint,
    prefer,
    refresh,
    requestsPerSecond,
    clock: systemClock,
    random: Math.random,
    onRequest: metrics.awsRequest,
    onFailure: ({ kind, operation, message }) => log.warn({ kind, operation, reason: message }, "AWS facts incomplete; retrying"),
    onRecovered: () => log.info("AWS facts complete again"),
  });
}
