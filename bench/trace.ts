/**
 * How many lines of an access log `outlive trace` reads in a second, plain and compressed, and how its memory grows with the length of
 * the log, causes and report included. Each log is read in a process of its own, without the start of Node. Rates are per second of processor time, of all threads, so that
 * they say what one core does, whatever else runs on the machine; the time that passed is printed beside them.
 *
 *     node bench/trace.ts
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readLogs } from "#log-files/read-logs.ts";
import { defaultGroupFacts } from "#trace/attribution/group-facts.ts";
import { traceReport } from "#trace/trace.ts";
import { generatedLog } from "./generated-log.ts";
import { row } from "./row.ts";

const LINES = 400_000;
/** Of a log that is made up as it is read: the last one is longer than 10 GB of text. */
const GROWTH = [1, 4, 16].map((millions) => millions * 1_000_000);
const ROUNDS = 3;
const TARGETS = { plain: 300_000, gzip: 200_000, megabytes: 200 };

const pad = (value: number, width: number): string => String(value).padStart(width, "0");
const begin = Date.UTC(2026, 10, 26, 9);

/** 36 fields, about 730 bytes; one line in a thousand is a failure, and every fifty thousandth line has a new target. */
function line(index: number): string {
  const created = begin + index * 5;
  const took = 20 + ((index * 7919) % 900);
  const failed = index % 1000 === 0;
  const target = `10.0.${Math.floor(index / 50_000) % 250}.${index % 60}:8080`;
  const stamp = (ms: number, rest: string): string => `${new Date(ms).toISOString().slice(0, -1)}${rest}Z`;
  const times = failed ? "-1 -1 -1 504 -" : `0.001 0.${pad(took, 3)} 0.000 200 200`;
  return [
    `https ${stamp(created + (failed ? 10_001 : took + 1), "507")} app/k8s-shop-web-0a1b2c/50dc6c495c0c9188`,
    `203.0.113.${index % 250}:${10_000 + (index % 50_000)} ${target} ${times} 412 8831`,
    `"GET https://shop.example.com:443/orders/${index}?q=\\x22x\\x22&page=${index % 9} HTTP/2.0"`,
    '"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"',
    "TLS_AES_128_GCM_SHA256 TLSv1.3",
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/k8s-shop-web-d1/73e2d6bc24d8a067",
    `"Root=1-67458a18-${pad(index, 24)}" "shop.example.com" "arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d"`,
    `10 ${stamp(created, "000")} "waf,forward" "-" "-" "${target}" "200" "-" "-"`,
    `TID_${pad(index % 5000, 32)} "-" "-" "-" 10.0.1.${index % 3} "-" "-"`,
  ].join(" ");
}

async function writeLog(file: string, lines: number): Promise<void> {
  const out = createWriteStream(file);
  for (let from = 0; from < lines; from += 10_000) {
    const text = Array.from({ length: Math.min(10_000, lines - from) }, (_, at) => line(from + at)).join("\n");
    if (!out.write(`${text}\n`)) await once(out, "drain");
  }
  await new Promise<void>((resolve) => out.end(resolve));
}

interface Measured {
  readonly rows: number;
  /** Of processor time. */
  readonly seconds: number;
  readonly passed: number;
  readonly megabytes: number;
}

/** In the process that is measured. */
async function readOnce(file: string): Promise<Measured> {
  const started = performance.now();
  const before = process.cpuUsage();
  const generated = /^generated:(\d+)$/.exec(file)?.[1];
  const { rows, log } = await readLogs({
    paths: [generated === undefined ? file : "-"],
    stdin: generatedLog(Number(generated ?? 0)),
    lives: new Map(),
    window: { sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY },
    onProgress: () => {},
  });
  const { user, system } = process.cpuUsage(before);
  const passed = (performance.now() - started) / 1000;
  traceReport({ log, factsOf: () => defaultGroupFacts, policiesOf: () => [], sources: [], problems: [] });
  return { rows, seconds: (user + system) / 1e6, passed, megabytes: await peakMegabytes() };
}

/** Of this program: what `getrusage` tells counts the process that started it as well. */
async function peakMegabytes(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

function measure(file: string): Promise<Measured> {
  const child = spawn(process.execPath, [import.meta.filename, file], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(JSON.parse(text) as Measured) : reject(new Error(`ended with ${code}`))));
  });
}

async function best(what: string, file: string): Promise<Measured> {
  const rounds: Measured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(file));
  const [first, ...rest] = rounds;
  if (first === undefined) throw new Error("nothing was measured");
  const fastest = rest.reduce((one, other) => (other.seconds < one.seconds ? other : one), first);
  const megabytes = Math.max(...rounds.map((round) => round.megabytes));
  const rate = Math.round(fastest.rows / fastest.seconds);
  console.log(
    `${what}: ${rate.toLocaleString("en")} lines a second of one core (best of ${ROUNDS}; ${fastest.passed.toFixed(1)} s passed), peak ${megabytes.toFixed(0)} MB (worst)`,
  );
  return { ...fastest, megabytes };
}

async function main(): Promise<void> {
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${release()}, Node ${process.version}`,
  );
  const folder = await mkdtemp(join(tmpdir(), "outlive-trace-"));
  try {
    const [short, packed] = [join(folder, "short.log"), join(folder, "short.log.gz")];
    await writeLog(short, LINES);
    await writeFile(packed, gzipSync(await readFile(short)));
    const plain = await best(`${LINES.toLocaleString("en")} lines, plain`, short);
    const gzip = await best(`${LINES.toLocaleString("en")} lines, gzip`, packed);
    const megabytes: number[] = [];
    for (const lines of GROWTH) {
      megabytes.push((await measure(`generated:${lines}`)).megabytes);
      console.log(`${lines.toLocaleString("en")} lines, made up: peak ${megabytes.at(-1)?.toFixed(0)} MB`);
    }
    const tenGigabytes = megabytes.at(-1) ?? Number.NaN;
    const grown = (tenGigabytes - (megabytes[0] ?? Number.NaN)) / (((GROWTH.at(-1) ?? 0) - (GROWTH[0] ?? 0)) / 1e6);
    console.log(`growth: ${grown.toFixed(1)} MB a million lines, by their 1200 new targets`);
    row({
      what: "outlive trace, lines of an access log on one core",
      value: plain.rows / plain.seconds,
      unit: "lines/s",
      target: { atLeast: TARGETS.plain },
      note: `gzip ${Math.round(gzip.rows / gzip.seconds).toLocaleString("en")} lines/s`,
    });
    row({
      what: "outlive trace, resident memory for 10 GB of log",
      value: tenGigabytes,
      unit: "MB",
      target: { atMost: TARGETS.megabytes },
      note: `${grown.toFixed(1)} MB a million lines more, by their 1200 new targets`,
    });
    const reached =
      plain.rows / plain.seconds >= TARGETS.plain &&
      gzip.rows / gzip.seconds >= TARGETS.gzip &&
      tenGigabytes <= TARGETS.megabytes;
    console.log(
      `target: ${TARGETS.plain.toLocaleString("en")} plain, ${TARGETS.gzip.toLocaleString("en")} gzip, ${TARGETS.megabytes} MB for 10 GB: ${reached ? "reached" : "MISSED"}`,
    );
    if (!reached) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [, , file] = process.argv;
if (file === undefined) await main();
else process.stdout.write(JSON.stringify(await readOnce(file)));
