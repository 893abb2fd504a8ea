import { answerGate } from "#gates/gate-handler.ts";
import type { LiveView } from "#kubernetes/watch/live-view.ts";
import type { AwsFacts } from "#model/load-balancers/aws-facts.ts";
import { serveGates } from "#server/gates/gates-server.ts";
import type { Log } from "#server/log.ts";
import type { Metrics } from "#server/metrics.ts";
import type { PlainServer } from "#server/plain-server.ts";
import type { Configuration } from "#settings/read-settings.ts";

interface GateParts {
  readonly live: LiveView;
  readonly configuration: () => Pick<Configuration, "settings" | "flags">;
  readonly serverVersion: () => string | undefined;
  readonly awsFacts: (() => AwsFacts) | undefined;
  readonly metrics: Pick<Metrics, "gate">;
  readonly log: Log;
}

/** Undefined where the gates are off. */
export function startGates(
  { enabled, port }: Configuration["gates"],
  host: string,
  { live, configuration, serverVersion, awsFacts, metrics, log }: GateParts,
): Promise<PlainServer> | undefined {
  if (!enabled) return undefined;
  const context = () =>
    live.synced() ? { view: live.view, ...configuration(), serverVersion: serverVersion(), awsFacts: awsFacts?.() } : undefined;
  return serveGates(
    (asked) =>
      answerGate(asked, {
        context,
        onVerdict: (gate, hook, { kind, namespace, name }, { outcome, line }) => {
          metrics.gate(gate, outcome);
          if (outcome === "refused") log.info({ gate, hook, kind, namespace, name, reason: line }, "release refused");
        },
      }),
    host,
    port,
  );
}
