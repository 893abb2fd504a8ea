/**
 * Throughput of POST /mutate on a Pod review of about 6 kB over TLS: the product with real policy, facts, log and metrics, against
 * a Fastify handler that only parses and answers. Both run all the time and are asked in turns, so that whatever else the machine
 * does falls on both; the ratio of the medians is the result. Takes about 25 s.
 *
 *     node bench/throughput.ts [--rounds 6] [--seconds 1.5]
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { fastify } from "fastify";
import { createAdmission } from "#app/admit.ts";
import type { AdmissionHandler } from "#app/ports.ts";
import { createAuthority } from "#certs/authority.ts";
import { issueLeaf } from "#certs/leaf.ts";
import { readManifests } from "#cluster/manifest-view.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { allObservers } from "#server/admission-observer.ts";
import { bufferedOutput } from "#server/buffered-output.ts";
import { systemClock } from "#server/clock.ts";
import type { KeyPair } from "#server/key-pair.ts";
import { createLog, logDecisions } from "#server/log.ts";
import { createMetrics } from "#server/metrics.ts";
import { createServer } from "#server/server.ts";
import { tlsOptions } from "#server/tls-options.ts";
import { readSettings } from "#wire/read-settings.ts";
import { applyLoad, connections, type Load, type Round } from "./load-client.ts";
import { manifests, review, reviewText } from "./pod-review.ts";

async function startProduct(keyPair: KeyPair): Promise<number> {
  const yaml = manifests.map((object) => JSON.stringify(object)).join("\n---\n");
  const { view } = await readManifests(
    ["-"],
    (async function* () {
      yield yaml;
    })(),
  );
  const read = readSettings({}, builtInPolicies);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const admission = createAdmission({ view, synced: () => true, configuration: () => read.configuration });
  mustPatch(admission.handle);
  const metrics = createMetrics({
    version: "bench",
    synced: () => true,
    caches: () => [],
    certificateExpiryMs: () => undefined,
    draining: () => false,
  });
  const server = createServer({
    handler: admission.handle,
    onFailure: admission.fail,
    observer: allObservers([metrics, logDecisions(createLog("info", bufferedOutput(1)))]),
    clock: systemClock,
    defaultTimeoutMs: 10_000,
    deadlineMarginMs: 100,
    readiness: () => [],
    keyPair,
    beforeClose: () => Promise.resolve(),
  });
  return server.listen("127.0.0.1", 0);
}

/** A handler that lets the Pod pass would be fast for the wrong reason. */
function mustPatch(handle: AdmissionHandler): void {
  const { record } = handle("mutate", review, { remainingMs: () => 10_000 });
  if (record.result !== "patched") throw new Error(`the Pod should have been patched: ${JSON.stringify(record)}`);
}

/** What the same framework does without us; it answers a patch of its own, so that the answers weigh the same. */
async function startBare(keyPair: KeyPair): Promise<number> {
  const app = fastify({ https: tlsOptions(keyPair), logger: false });
  const patch = Buffer.from(JSON.stringify([{ op: "add", path: "/metadata/annotations/bare", value: "x".repeat(300) }])).toString(
    "base64",
  );
  app.post<{ Body: typeof review }>("/mutate", (request, reply) => {
    const response = { uid: request.body.request.uid, allowed: true, patchType: "JSONPatch", patch };
    reply.send({ apiVersion: request.body.apiVersion, kind: request.body.kind, response });
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

interface Ready {
  readonly port: number;
  readonly readyMs: number;
  readonly rssMb: number;
}

type Role = "product" | "bare" | "load";

const residentMb = (): number => Math.round(process.memoryUsage().rss / 1e6);

async function serve(role: "product" | "bare", keyPair: KeyPair): Promise<Ready> {
  const port = await (role === "product" ? startProduct : startBare)(keyPair);
  return { port, readyMs: Math.round(performance.now()), rssMb: residentMb() };
}

/** A child is told once what it works with and answers with what it has; a load client is told again for each round. */
function beChild(role: Role): void {
  process.on("disconnect", () => process.exit());
  process.on("message", (message) => {
    void (async () => {
      process.send?.(role === "load" ? await applyLoad(message as Load) : await serve(role, message as KeyPair));
    })();
  });
}

/** The log goes where a log costs its writer the least, /dev/null; errors are shown. */
const start = (role: Role): ChildProcess => fork(import.meta.filename, [role], { stdio: ["ignore", "ignore", "inherit", "ipc"] });

async function ask<Answer>(child: ChildProcess, message: object): Promise<Answer> {
  const stop = new AbortController();
  const died = once(child, "exit", { signal: stop.signal }).then(() => Promise.reject(new Error("a child process ended early")));
  died.catch(() => {});
  child.send(message);
  const [answer] = await Promise.race([once(child, "message", { signal: stop.signal }), died]);
  stop.abort();
  return answer as Answer;
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
};

const say = (line: string): void => void writeSync(1, `${line}\n`);

async function compare(rounds: number, seconds: number): Promise<void> {
  const authority = await createAuthority("bench", { now: new Date(), lifetimeSeconds: 3600 });
  const keyPair = await issueLeaf(authority, { dns: [], ip: ["127.0.0.1"] }, { now: new Date(), lifetimeSeconds: 3600 });
  const children = { product: start("product"), bare: start("bare"), load: start("load") };
  const ready = { product: await ask<Ready>(children.product, keyPair), bare: await ask<Ready>(children.bare, keyPair) };
  const load = (server: "product" | "bare", forSeconds: number): Promise<Round> =>
    ask(children.load, { port: ready[server].port, ca: authority.certificate, seconds: forSeconds } satisfies Load);

  say(
    `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}`,
  );
  say(
    `review of ${Buffer.byteLength(reviewText)} bytes, ${connections} connections, TLS 1.3, ${rounds} rounds of ${seconds} s each, in turns`,
  );
  await load("product", 2);
  await load("bare", 2);
  const results: { readonly product: Round; readonly bare: Round }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const result = { product: await load("product", seconds), bare: await load("bare", seconds) };
    results.push(result);
    say(`  round ${round + 1}   product ${print(result.product)}   bare ${print(result.bare)}`);
  }
  const product = median(results.map((result) => result.product.perSecond));
  const bare = median(results.map((result) => result.bare.perSecond));
  say(`median   product ${Math.round(product)}/s   bare ${Math.round(bare)}/s   ratio ${(product / bare).toFixed(3)}`);
  for (const name of ["product", "bare"] as const) {
    say(`${name}: ready ${ready[name].readyMs} ms after its start with ${ready[name].rssMb} MB resident, from source`);
  }
  for (const child of Object.values(children)) child.disconnect();
}

const print = ({ perSecond, p50Ms, p99Ms }: Round): string =>
  `${String(Math.round(perSecond)).padStart(6)}/s p50 ${p50Ms.toFixed(2)} ms p99 ${p99Ms.toFixed(2)} ms`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "6" }, seconds: { type: "string", default: "1.5" } },
});
const role = positionals[0];
if (role === "product" || role === "bare" || role === "load") beChild(role);
else await compare(Number(values.rounds), Number(values.seconds));
