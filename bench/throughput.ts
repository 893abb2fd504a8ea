/**
 * Throughput of POST /mutate on Pod reviews of about 6 kB over TLS: the product with real policy, facts, log and metrics, against
 * a Fastify handler with its own JSON parser that answers every review with the very response that the product gives, patch and all,
 * but for the uid. All servers run all the time and are asked in turns, so that whatever else the machine does falls on all of them;
 * the median of the rounds' ratios is the result, and the lowest processor time of a response is what depends least on the neighbours.
 * Two stripped forms of the product show where its time goes. Takes about a minute and a half.
 *
 * One template in a roll-out is found in memory after its first Pod (docs/decisions/0008); with 200 templates in turn, each Pod differs
 * from the one before it. What deciding itself costs is measured by facts-cost.ts.
 *
 *     node bench/throughput.ts [--rounds 8] [--seconds 1] [--profile FOLDER]
 */
import type { ChildProcess } from "node:child_process";
import { writeSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { createAuthority } from "#certificates/authority.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import { row } from "./row.ts";
import { ask, startChild } from "./throughput/child.ts";
import { creations, mostTemplates } from "./throughput/creations.ts";
import { connections, type Round } from "./throughput/load-client.ts";
import type { Served } from "./throughput/servers.ts";

const target = 0.9;

/** What is measured in each round, in this order. */
const runs = [
  { name: "product, 1 template", served: "product", templates: 1 },
  { name: "bare, 1 template", served: "bare", templates: 1 },
  { name: "product, 200 templates", served: "product", templates: mostTemplates },
  { name: "bare, 200 templates", served: "bare", templates: mostTemplates },
  { name: "without log and metrics", served: "unobserved", templates: mostTemplates },
  { name: "with a prepared decision", served: "prepared", templates: mostTemplates },
] as const satisfies readonly { readonly name: string; readonly served: Served; readonly templates: number }[];

type Run = (typeof runs)[number]["name"];

/** A round, and what each of its responses cost the server. */
interface Result extends Round {
  readonly cpuUs: number;
}

type Results = Readonly<Record<Run, readonly Result[]>>;

async function measure(rounds: number, seconds: number, folder: string | undefined): Promise<Results> {
  const validity = { now: new Date(), lifetimeSeconds: 3600 };
  const authority = await createAuthority("bench", validity);
  const keyPair = await issueLeaf(authority, { dns: [], ip: ["127.0.0.1"] }, validity);
  const load = startChild();
  const servers = new Map<Served, { readonly child: ChildProcess; readonly port: number }>();
  for (const { served } of runs) {
    if (servers.has(served)) continue;
    const child = startChild(folder === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${folder}/${served}`]);
    servers.set(served, { child, port: await ask<number>(child, { serve: served, keyPair }) });
  }
  const once = async ({ served, templates }: (typeof runs)[number], forSeconds: number): Promise<Result> => {
    const server = servers.get(served);
    if (server === undefined) throw new Error(`${served} is not served`);
    const before = await ask<number>(server.child, { usage: true });
    const round = await ask<Round>(load, {
      load: { port: server.port, ca: authority.certificate, seconds: forSeconds, templates },
    });
    return { ...round, cpuUs: ((await ask<number>(server.child, { usage: true })) - before) / round.responses };
  };
  for (const run of runs) await once(run, 2);
  const results = Object.fromEntries(runs.map(({ name }) => [name, []])) as unknown as Record<Run, Result[]>;
  for (let round = 1; round <= rounds; round += 1) {
    for (const run of runs) results[run.name].push(await once(run, seconds));
    say(`  round ${String(round).padStart(2)}  ${runs.map(({ name }) => cell(results[name].at(-1))).join("   ")}`);
  }
  for (const child of [load, ...[...servers.values()].map((server) => server.child)]) child.disconnect();
  return results;
}

function report(results: Results): void {
  for (const { name } of runs) {
    const each = results[name];
    const [fewest] = each.map(({ cpuUs }) => cpuUs).toSorted((a, b) => a - b);
    const of = (read: (result: Result) => number, digits: number): string => median(each.map(read)).toFixed(digits).padStart(6);
    say(
      `${name.padEnd(24)} ${of(({ perSecond }) => perSecond, 0)}/s   p50 ${of(({ p50Ms }) => p50Ms, 2)} ms   p99 ${of(({ p99Ms }) => p99Ms, 2)} ms   processor time of a response: median ${of(({ cpuUs }) => cpuUs, 1)} µs, lowest ${fewest?.toFixed(1)} µs`,
    );
  }
  for (const templates of [1, mostTemplates] as const) {
    const plural = templates === 1 ? "1 template" : "200 templates";
    const [ours, theirs] = [results[`product, ${plural}`], results[`bare, ${plural}`]];
    const ratio = (read: (result: Result) => number): number =>
      median(ours.map((own, round) => read(own) / (theirs[round] === undefined ? Number.NaN : read(theirs[round]))));
    const lowest = (each: readonly Result[]): number => Math.min(...each.map(({ cpuUs }) => cpuUs));
    row({
      what: `throughput of /mutate against a bare handler, ${plural}`,
      value: ratio(({ perSecond }) => perSecond),
      unit: "×",
      target: { atLeast: target },
      note: `processor time of a response ${lowest(ours).toFixed(1)} µs against ${lowest(theirs).toFixed(1)} µs, ${ratio(({ cpuUs }) => cpuUs).toFixed(2)} ×; docs/decisions/0011`,
    });
  }
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
};

const cell = (result: Result | undefined): string =>
  result === undefined ? "" : `${String(Math.round(result.perSecond)).padStart(6)}/s ${result.cpuUs.toFixed(1).padStart(5)} µs`;

const say = (line: string): void => void writeSync(1, `${line}\n`);

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "8" },
    seconds: { type: "string", default: "1" },
    profile: { type: "string" },
  },
});
say(
  `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}`,
);
say(
  `reviews of ${Buffer.byteLength(creations(1)[0] ?? "")} bytes, ${connections} connections, ${values.rounds} rounds of ${values.seconds} s each, in turns:`,
);
say(`  ${runs.map(({ name }) => name).join(" | ")}`);
report(await measure(Number(values.rounds), Number(values.seconds), values.profile));
