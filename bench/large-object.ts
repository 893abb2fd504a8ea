/**
 * The decision about an object of 1 MB, or of as much of that as is read, for each part of each kind that a tenant can make that large:
 * the costliest, and how its cost grows from a quarter of it on; beside it what the same number of bytes of labels costs; and a route in
 * front of 5,000 Pods that nobody made. In processor time. Takes about two minutes.
 *
 *     node bench/large-object.ts [--every 101]
 */
import { parseArgs } from "node:util";
import { cutObject } from "#kubernetes/objects/cut-object.ts";
import { admissionOver, reviewOfCreate } from "../test/support/admission.ts";
import { shapesOf } from "../test/support/amplified.ts";
import { plainWorld } from "../test/support/plain-world.ts";
import { type Raw, rawClass, rawIngress, rawNamespace, rawService } from "../test/support/routing.ts";
import { tenantWorld } from "../test/support/tenant-world.ts";
import { row } from "./row.ts";

const large = 1_000_000;
const small = large / 4;

/** Below, the clock of processor time is too coarse for a ratio. */
const leastMs = 4;

/** The costliest of a first look, which are measured again. */
const mostRemeasured = 20;

const { values } = parseArgs({ options: { every: { type: "string", default: "101" } } });

const endpoints = ["mutate", "validate"] as const;
const plurals: Readonly<Record<string, string>> = {
  Ingress: "ingresses",
  GatewayClass: "gatewayclasses",
  IngressClass: "ingressclasses",
};

const { handle } = admissionOver(plainWorld);

/** Milliseconds of processor time, of the endpoint that takes more. */
function cost(object: Raw): number {
  const plural = plurals[String(object["kind"])] ?? `${String(object["kind"]).toLowerCase()}s`;
  const text = JSON.stringify(reviewOfCreate(object, plural));
  const once = (endpoint: (typeof endpoints)[number]): number => {
    const given: unknown = JSON.parse(text);
    const before = process.cpuUsage();
    handle(endpoint, given);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  return Math.max(...endpoints.map(once));
}

/** The least of several: what collects garbage meanwhile is no cost of the decision. */
const leastCost = (object: Raw): number => Math.min(...Array.from({ length: 3 }, () => cost(object)));

interface Costly {
  readonly name: string;
  readonly ms: number;
  readonly of: (bytes: number) => Raw;
}

/** The most bytes, up to a megabyte, with which an object is still read: of more than that, the decision says that it is too large. */
function mostRead(of: (bytes: number) => Raw): number {
  const isRead = (bytes: number): boolean => {
    const object = of(bytes);
    return cutObject(object) === object;
  };
  if (isRead(large)) return large;
  let [least, most] = [0, large];
  while (most - least > large / 500) {
    const middle = Math.floor((least + most) / 2);
    if (isRead(middle)) least = middle;
    else most = middle;
  }
  return least;
}

const parts = tenantWorld
  .flatMap((object) => shapesOf(object, Number(values.every)))
  .flatMap(({ name, of }): readonly Costly[] => {
    const read = mostRead(of);
    const whole = { name, of, ms: cost(of(large)) };
    const scaled = (bytes: number): Raw => of((bytes / large) * read);
    return read === large
      ? [whole]
      : [whole, { name: `${name}, ${Math.round(read / 1_000)} kB`, of: scaled, ms: cost(scaled(large)) }];
  });
const screened = parts.toSorted((a, b) => b.ms - a.ms);
const byCost = screened
  .slice(0, mostRemeasured)
  .map(({ name, of }) => ({ name, of, ms: leastCost(of(large)) }))
  .toSorted((a, b) => b.ms - a.ms);
const [worst] = byCost;
if (worst === undefined) throw new Error("nothing was measured");
const growth = byCost
  .filter(({ ms }) => ms >= leastMs)
  .map(({ name, of, ms }) => ({ name, times: ms / leastCost(of(small)) }))
  .toSorted((a, b) => b.times - a.times);
const pod = plainWorld.find(({ kind }) => kind === "Deployment") ?? plainWorld[0] ?? {};
const labels = leastCost({
  ...pod,
  metadata: {
    ...(pod["metadata"] as object),
    labels: Object.fromEntries(Array.from({ length: large / 50 }, (_, index) => [`key-${index}`, "v".repeat(34)])),
  },
});

for (const { name, ms } of byCost.slice(0, 5)) process.stdout.write(`  ${ms.toFixed(1).padStart(6)} ms  ${name}\n`);
row({
  what: "the costliest decision about an object of 1 MB",
  value: worst.ms,
  unit: "ms",
  target: { atMost: 100 },
  note: `${worst.name}; of ${parts.length} parts; 1 MB of labels ${labels.toFixed(1)} ms`,
});
row({
  what: "growth of the costliest decisions from 250 kB to 1 MB, where 4 is linear",
  value: growth[0]?.times,
  unit: "×",
  target: { atMost: 6 },
  note: growth[0]?.name ?? `none takes ${leastMs} ms`,
});

const bare = (index: number): Raw => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { namespace: "shop", name: `p${index}`, labels: { app: "web" } },
  spec: { containers: [{ name: "app", image: "app:1" }] },
});
const manyPods = admissionOver([
  rawNamespace("shop", { "outlive.dev/mode": "enforce" }),
  rawClass("alb"),
  rawService("web"),
  ...Array.from({ length: 5_000 }, (_, index) => bare(index)),
]);
const inFront = reviewOfCreate(rawIngress("web", { annotations: { "target-type": "ip" } }), "ingresses");
const front = Array.from({ length: 4 }, () => {
  const before = process.cpuUsage();
  const { record } = manyPods.handle("validate", inFront);
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1_000, result: record.result };
});
row({
  what: "the decision about a route in front of 5,000 Pods that nobody made",
  value: Math.min(...front.map(({ ms }) => ms)),
  unit: "ms",
  target: { atMost: 100 },
  note: front[0]?.result ?? "",
});
