/**
 * Throughput of POST /mutate on a Pod review of about 6 kB over TLS: the product with real policy, facts, log and metrics, against
 * a Fastify handler with its own JSON parser that answers every review with the very response that the product gives, patch and all,
 * but for the uid. Both run all the time and are asked in turns, so that whatever else the machine does falls on both; the median of
 * the rounds' ratios is the result. Takes about 25 s.
 *
 * The same review is sent every time, as a roll-out of one template does: after the first one the product finds its decision in memory
 * (docs/decisions/0008). What deciding itself costs is measured by facts-cost.ts.
 *
 *     node bench/throughput.ts [--rounds 6] [--seconds 1.5]
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { fastify } from "fastify";
import { type Admission, createAdmission } from "#admission/admit.ts";
import { createAuthority } from "#certificates/authority.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import { systemClock } from "#clock/clock.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { allObservers } from "#server/admission-observer.ts";
import { bufferedOutput } from "#server/buffered-output.ts";
import type { KeyPair } from "#server/key-pair.ts";
import { watchEventLoop } from "#server/limits/event-loop-lag.ts";
import { createLog, logDecisions } from "#server/log.ts";
import { createMetrics } from "#server/metrics.ts";
import { createServer } from "#server/server.ts";
import { tlsOptions } from "#server/tls-options.ts";
import { readSettings } from "#settings/read-settings.ts";
import { applyLoad, connections, type Load, type Round } from "./load-client.ts";
import { manifests, type review, reviewText } from "./pod-review.ts";

async function realAdmission(): Promise<Admission> {
  const yaml = manifests.map((object) => JSON.stringify(object)).join("\n---\n");
  const { view } = await readManifests(
    watchedKinds,
    ["-"],
    (async function* () {
      yield yaml;
    })(),
  );
  const read = readSettings({}, builtInPolicies);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return createAdmission({ view, synced: () => true, configuration: () => read.configuration });
}

async function startProduct(keyPair: KeyPair): Promise<number> {
  const admission = await realAdmission();
  const metrics = createMetrics({
    version: "bench",
    synced: () => true,
    caches: () => [],
    certificateExpiryMs: () => undefined,
    draining: () => false,
    eventLoopLagSeconds: () => 0,
    logLinesDropped: () => 0,
  });
  const output = bufferedOutput(1);
  const server = createServer({
    handler: admission.handle,
    onFailure: admission.fail,
    observer: allObservers([metrics, logDecisions(createLog("info", output), output)]),
    clock: systemClock,
    lag: watchEventLoop(systemClock),
    limits: { body: 4 * 1024 * 1024, bodies: 32 * 1024 * 1024, connections: 512 },
    clients: undefined,
    defaultTimeoutMs: 10_000,
    deadlineMarginMs: 100,
    readiness: () => [],
    keyPair,
    beforeClose: () => Promise.resolve(),
  });
  return server.listen("127.0.0.1", 0);
}

/** Made elsewhere, so that the bare process holds nothing of ours. A product that let the Pod pass would be fast for the wrong reason. */
async function responseOfProduct(): Promise<object> {
  const { body, record } = (await realAdmission()).handle("mutate", JSON.parse(reviewText));
  if (record.result !== "patched") throw new Error(`the Pod should have been patched: ${JSON.stringify(record)}`);
  return (body as { readonly response: object }).response;
}

/** What the same framework does without us. */
async function startBare(keyPair: KeyPair, given: object): Promise<number> {
  const app = fastify({ https: tlsOptions(keyPair, undefined), logger: false });
  app.post<{ Body: typeof review }>("/mutate", (request, reply) => {
    const response = { ...given, uid: request.body.request.uid };
    reply.send({ apiVersion: request.body.apiVersion, kind: request.body.kind, response });
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const target = 0.85;

type Served = "product" | "bare";

const serve = { product: startProduct, bare: startBare } as const;

/** What a child is asked; it answers with a port, a round, or the microseconds of processor time that it has used. */
type Order =
  | { readonly serve: Served; readonly keyPair: KeyPair; readonly response: object }
  | { readonly load: Load }
  | { readonly usage: true };

function beChild(): void {
  process.on("disconnect", () => process.exit());
  process.on("message", (order: Order) => {
    void (async () => process.send?.(await carryOut(order)))();
  });
}

async function carryOut(order: Order): Promise<Round | number> {
  if ("load" in order) return applyLoad(order.load);
  if ("serve" in order) return serve[order.serve](order.keyPair, order.response);
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The log goes where a log costs its writer the least, /dev/null; errors are shown. */
const startChild = (): ChildProcess => fork(import.meta.filename, ["child"], { stdio: ["ignore", "ignore", "inherit", "ipc"] });

async function ask<Answer>(child: ChildProcess, order: Order): Promise<Answer> {
  const stop = new AbortController();
  const died = once(child, "exit", { signal: stop.signal }).then(() => Promise.reject(new Error("a child process ended early")));
  died.catch(() => {});
  child.send(order);
  const [answer] = await Promise.race([once(child, "message", { signal: stop.signal }), died]);
  stop.abort();
  return answer as Answer;
}

/** A round, and what each of its answers cost the server; that figure suffers least from whatever else the machine does. */
interface Result extends Round {
  readonly cpuUs: number;
}

async function measure(
  rounds: number,
  seconds: number,
  results: (name: Served, seconds: number) => Promise<Result>,
): Promise<void> {
  await results("product", 3);
  await results("bare", 3);
  const product: Result[] = [];
  const bare: Result[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const [ours, theirs] = [await results("product", seconds), await results("bare", seconds)];
    product.push(ours);
    bare.push(theirs);
    say(`  round ${round}   product ${print(ours)}   bare ${print(theirs)}`);
  }
  const ratioOf = (name: string, of: (result: Result) => number): number => {
    const [ours, theirs] = [product.map(of), bare.map(of)];
    const ratio = median(ours.map((own, round) => own / (theirs[round] ?? Number.NaN)));
    say(
      `median ${name}   product ${Math.round(median(ours))}   bare ${Math.round(median(theirs))}   product/bare ${ratio.toFixed(3)}`,
    );
    return ratio;
  };
  const reached = ratioOf("answers per second", ({ perSecond }) => perSecond) >= target;
  ratioOf("µs of processor time an answer", ({ cpuUs }) => cpuUs);
  say(
    `target: ${target} of the bare handler's answers: ${reached ? "reached" : "MISSED; what is left is in docs/decisions/0011"}`,
  );
}

async function compare(rounds: number, seconds: number): Promise<void> {
  const validity = { now: new Date(), lifetimeSeconds: 3600 };
  const authority = await createAuthority("bench", validity);
  const keyPair = await issueLeaf(authority, { dns: [], ip: ["127.0.0.1"] }, validity);
  const response = await responseOfProduct();
  const children = { product: startChild(), bare: startChild(), load: startChild() };
  const port = {
    product: await ask<number>(children.product, { serve: "product", keyPair, response }),
    bare: await ask<number>(children.bare, { serve: "bare", keyPair, response }),
  };
  say(
    `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}`,
  );
  say(
    `review of ${Buffer.byteLength(reviewText)} bytes, ${connections} connections, ${rounds} rounds of ${seconds} s each, in turns`,
  );
  await measure(rounds, seconds, async (name, forSeconds) => {
    const before = await ask<number>(children[name], { usage: true });
    const round = await ask<Round>(children.load, { load: { port: port[name], ca: authority.certificate, seconds: forSeconds } });
    return { ...round, cpuUs: ((await ask<number>(children[name], { usage: true })) - before) / round.answers };
  });
  for (const child of Object.values(children)) child.disconnect();
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
};

const print = ({ perSecond, p50Ms, p99Ms, cpuUs }: Result): string =>
  `${String(Math.round(perSecond)).padStart(6)}/s p50 ${p50Ms.toFixed(2)} ms p99 ${p99Ms.toFixed(2)} ms ${Math.round(cpuUs)} µs`;

const say = (line: string): void => void writeSync(1, `${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "6" }, seconds: { type: "string", default: "1.5" } },
});
if (positionals[0] === "child") beChild();
else await compare(Number(values.rounds), Number(values.seconds));
