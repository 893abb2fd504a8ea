import { systemClock } from "#clock/clock.ts";
import { answerGate } from "#gates/gate-handler.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { canaryKind } from "#kubernetes/objects/read-canary.ts";
import { budgeted } from "#kubernetes/view/work-budget.ts";
import type { LiveView } from "#kubernetes/watch/live-view.ts";
import { WatchedObjects } from "#kubernetes/watch/watched-objects.ts";
import type { AwsFacts } from "#model/load-balancers/aws-facts.ts";
import { serveGates } from "#server/gates/gates-server.ts";
import type { Log } from "#server/log.ts";
import type { Metrics } from "#server/metrics.ts";
import type { PlainServer } from "#server/plain-server.ts";
import type { Configuration } from "#settings/read-settings.ts";

interface GateParts {
  readonly client: ApiClient;
  readonly live: LiveView;
  readonly configuration: () => Pick<Configuration, "settings" | "flags">;
  readonly serverVersion: () => string | undefined;
  readonly awsFacts: (() => AwsFacts) | undefined;
  readonly metrics: Pick<Metrics, "gate">;
  readonly log: Log;
}

/** Undefined where the gates are off: then nothing of Flagger is watched either. */
export async function startGates(
  { enabled, port }: Configuration["gates"],
  host: string,
  { client, live, configuration, serverVersion, awsFacts, metrics, log }: GateParts,
): Promise<PlainServer | undefined> {
  if (!enabled) return undefined;
  const canaries = new WatchedObjects(canaryKind, {
    client,
    clock: systemClock,
    random: Math.random,
    onError: (error) => log.warn({ kind: canaryKind.kind, error: error.message }, "watch failed; retrying"),
  });
  canaries.start();
  const tooLarge = new WeakSet<object>();
  const context = () =>
    live.synced() && canaries.synced()
      ? { view: budgeted(live.view, tooLarge), ...configuration(), serverVersion: serverVersion(), awsFacts: awsFacts?.() }
      : undefined;
  const server = await serveGates(
    (asked) =>
      answerGate(asked, {
        context,
        canaryTarget: (namespace, name) => canaries.get({ namespace, name })?.target,
        onFailure: (error) => log.error({ reason: String(error) }, "a release could not be evaluated; nothing was refused"),
        onVerdict: (gate, hook, { kind, namespace, name }, { outcome, line }) => {
          metrics.gate(gate, outcome);
          if (outcome === "refused") log.info({ gate, hook, kind, namespace, name, reason: line }, "release refused");
        },
      }),
    host,
    port,
  );
  return {
    ...server,
    close: async () => {
      await Promise.all([server.close(), canaries.stop()]);
    },
  };
}
