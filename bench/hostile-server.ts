/** The product's server over the cluster that hostile reviews are made for, as a process of its own. Tells its parent where it listens. */
import { createAuthority } from "#certificates/authority.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import { systemClock } from "#clock/clock.ts";
import { allObservers } from "#server/admission-observer.ts";
import { bufferedOutput } from "#server/buffered-output.ts";
import { watchEventLoop } from "#server/limits/event-loop-lag.ts";
import { createLog, logDecisions } from "#server/log.ts";
import { createMetrics } from "#server/metrics.ts";
import { createServer } from "#server/server.ts";
import { admissionOver } from "../test/support/admission.ts";
import { quietSources } from "../test/support/metric-sources.ts";
import { plainWorld } from "../test/support/plain-world.ts";
import { usualParts } from "../test/support/server-parts.ts";

export interface Listening {
  readonly port: number;
  readonly ca: string;
}

const validity = { now: new Date(), lifetimeSeconds: 24 * 3600 };
const authority = await createAuthority("bench", validity);
const { handle, fail } = admissionOver(plainWorld);
const lag = watchEventLoop(systemClock);
const output = bufferedOutput(1);
const metrics = createMetrics({ ...quietSources, eventLoopLagSeconds: lag.longestSeconds });
const server = createServer({
  handler: handle,
  onFailure: fail,
  observer: allObservers([metrics, logDecisions(createLog("info", output), output)]),
  clock: systemClock,
  lag,
  ...usualParts,
  deadlineMarginMs: 50,
  keyPair: await issueLeaf(authority, { dns: [], ip: ["127.0.0.1"] }, validity),
});
process.on("disconnect", () => process.exit());
const listening: Listening = { port: await server.listen("127.0.0.1", 0), ca: authority.certificate };
process.send?.(listening);
