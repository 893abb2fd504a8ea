/**
 * Reviews as nobody sends them: 100,000 objects that are made up from a seed, of every kind that Outlive looks at, with parts repeated,
 * lengthened, replaced by other types or left out. Prints the seed and the slowest, and ends with 1 where one crashed, got another uid
 * or a status that does not fit, or took too long: 100 ms of processor time for the decision alone, and with --tls, where a server of
 * its own process is sent each as an API server would, 250 ms on a processor. The time that passes until the response has been read is
 * printed beside it: on a machine that does other things, it is theirs too. One review at a time: what several do to one another is for
 * the tests of the limits.
 *
 *     node bench/hostile-reviews.ts [--tls] [--reviews 100000] [--seed 1] [--minutes 10]
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import https from "node:https";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { request } from "../test/server/running-server.ts";
import { admissionOver } from "../test/support/admission.ts";
import { type HostileReview, hostileReviews } from "../test/support/hostile-reviews.ts";
import { plainWorld } from "../test/support/plain-world.ts";
import type { Listening } from "./hostile-server.ts";

const { values } = parseArgs({
  options: {
    tls: { type: "boolean", default: false },
    reviews: { type: "string", default: "100000" },
    seed: { type: "string" },
    minutes: { type: "string" },
  },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const endsAt = values.minutes === undefined ? Number.POSITIVE_INFINITY : performance.now() + Number(values.minutes) * 60_000;
const count = values.minutes === undefined ? Number(values.reviews) : Number.POSITIVE_INFINITY;

interface Answer {
  readonly status: number;
  readonly uid: unknown;
  readonly ms: number;
  /** Until the response had been read. */
  readonly passedMs: number;
}

interface Answering {
  readonly longestMs: number;
  readonly answer: (review: HostileReview) => Answer | Promise<Answer>;
  readonly close: () => void;
}

const uidOf = (body: unknown): unknown => (body as { response?: { uid?: unknown } }).response?.uid;

function inProcess(): Answering {
  const admission = admissionOver(plainWorld);
  const answer = ({ endpoint, text }: HostileReview): Answer => {
    const body: unknown = JSON.parse(text);
    const startedAt = process.cpuUsage();
    const outcome = admission.handle(endpoint, body);
    const { user, system } = process.cpuUsage(startedAt);
    const ms = (user + system) / 1_000;
    return { status: outcome.status, uid: uidOf(JSON.parse(outcome.text)), ms, passedMs: ms };
  };
  return { longestMs: 100, answer, close: () => {} };
}

/** What the main thread of a process has run on a processor. */
const usedMs = (pid: number | undefined): number => Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;

async function overTls(): Promise<Answering> {
  const child: ChildProcess = fork(join(import.meta.dirname, "hostile-server.ts"), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [message] = (await once(child, "message")) as [Listening];
  const agent = new https.Agent({ keepAlive: true, ca: message.ca });
  const answer = async ({ endpoint, text }: HostileReview): Promise<Answer> => {
    const [startedAt, usedBefore] = [performance.now(), usedMs(child.pid)];
    const reply = await request(`https://127.0.0.1:${message.port}/${endpoint}?timeout=10s`, message.ca, { body: text, agent });
    const passedMs = performance.now() - startedAt;
    return { status: reply.status, uid: uidOf(JSON.parse(reply.text)), ms: usedMs(child.pid) - usedBefore, passedMs };
  };
  const close = (): void => {
    agent.destroy();
    child.disconnect();
  };
  return { longestMs: 250, answer, close };
}

const { longestMs, answer, close } = values.tls ? await overTls() : inProcess();
const slowest: { readonly ms: number; readonly passedMs: number; readonly what: string }[] = [];
let longestPassedMs = 0;
const statuses = new Map<number, number>();
let reviews = 0;
let crashed = 0;
let wrong = 0;
let bytes = 0;

for (const review of hostileReviews(seed, count)) {
  if (performance.now() > endsAt) break;
  reviews += 1;
  bytes += review.text.length;
  try {
    const { status, uid, ms, passedMs } = await answer(review);
    longestPassedMs = Math.max(longestPassedMs, passedMs);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status !== 200 || uid !== review.uid) wrong += 1;
    if (slowest.length < 5 || ms > (slowest.at(-1)?.ms ?? 0)) {
      slowest.push({ ms, passedMs, what: review.what });
      slowest.sort((a, b) => b.ms - a.ms).splice(5);
    }
  } catch (error) {
    crashed += 1;
    process.stderr.write(`${review.what}: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
close();

const [worst] = slowest;
process.stdout.write(
  [
    `Node ${process.version}, Linux ${release()}, ${cpus().length} CPUs (${cpus()[0]?.model ?? "unknown"}); seed ${seed}`,
    `${reviews} reviews ${values.tls ? "over TLS" : "in process"}, ${(bytes / 1e6).toFixed(0)} MB: ${crashed} crashes, ${wrong} with another uid or status`,
    `statuses: ${[...statuses].map(([status, of]) => `${of} × ${status}`).join(", ")}; longest until its response ${longestPassedMs.toFixed(0)} ms; the costliest:`,
    ...slowest.map(({ ms, passedMs, what }) => `  ${ms.toFixed(1).padStart(7)} ms (${passedMs.toFixed(1)} ms passed)  ${what}`),
    "",
  ].join("\n"),
);
process.exitCode = crashed + wrong > 0 || (worst?.ms ?? 0) > longestMs ? 1 : 0;
