/**
 * Reviews as nobody sends them: 100,000 objects that are made up from a seed, of every kind that Outlive looks at, with parts repeated,
 * lengthened, replaced by other types or left out, against a cluster that holds hostile objects too. Prints the seed and the slowest,
 * and ends with 1 where one crashed, got another uid, anything but 200, or took more than 100 ms of processor time for the decision
 * alone, which is what it holds up others by on a machine that does nothing else.
 *
 *     node bench/hostile-reviews.ts [--reviews 100000] [--seed 1] [--minutes 10]
 */
import { cpus, release } from "node:os";
import { parseArgs } from "node:util";
import { admissionOver } from "../test/support/admission.ts";
import { hostileReviews } from "../test/support/hostile-reviews.ts";
import { plainWorld } from "../test/support/plain-world.ts";

const LONGEST_MS = 100;

const { values } = parseArgs({
  options: { reviews: { type: "string", default: "100000" }, seed: { type: "string" }, minutes: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const endsAt = values.minutes === undefined ? Number.POSITIVE_INFINITY : performance.now() + Number(values.minutes) * 60_000;
const count = values.minutes === undefined ? Number(values.reviews) : Number.POSITIVE_INFINITY;

const admission = admissionOver(plainWorld);
const slowest: { readonly ms: number; readonly what: string }[] = [];
let reviews = 0;
let crashed = 0;
let wrong = 0;
let bytes = 0;

for (const { endpoint, text, uid, what } of hostileReviews(seed, count)) {
  if (performance.now() > endsAt) break;
  reviews += 1;
  bytes += text.length;
  const body: unknown = JSON.parse(text);
  const startedAt = process.cpuUsage();
  try {
    const outcome = admission.handle(endpoint, body);
    const answered = (outcome.body as { response?: { uid?: unknown } }).response?.uid;
    if (outcome.status !== 200 || answered !== uid) wrong += 1;
  } catch (error) {
    crashed += 1;
    process.stderr.write(`${what}: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
  const { user, system } = process.cpuUsage(startedAt);
  const ms = (user + system) / 1_000;
  if (slowest.length < 5 || ms > (slowest.at(-1)?.ms ?? 0)) {
    slowest.push({ ms, what });
    slowest.sort((a, b) => b.ms - a.ms).splice(5);
  }
}

const [worst] = slowest;
process.stdout.write(
  [
    `Node ${process.version}, Linux ${release()}, ${cpus().length} CPUs (${cpus()[0]?.model ?? "unknown"}); seed ${seed}`,
    `${reviews} reviews, ${(bytes / 1e6).toFixed(0)} MB: ${crashed} crashes, ${wrong} with another uid or status`,
    ...slowest.map(({ ms, what }) => `  ${ms.toFixed(1).padStart(7)} ms  ${what}`),
    "",
  ].join("\n"),
);
process.exitCode = crashed + wrong > 0 || (worst?.ms ?? 0) > LONGEST_MS ? 1 : 0;
