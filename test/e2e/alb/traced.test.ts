import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { GroupFacts } from "#trace/attribution/group-facts.ts";
import { traced } from "../../trace/simulator/traced.ts";
import { accessLogLine } from "./access-log.ts";
import { type Application, albWith, application, awaitedApplication, listener, unansweredTarget } from "./fixture.ts";
import { stretchedEntry } from "./stretched.ts";
import { healthy, type TargetHealth } from "./target-health.ts";

/** Times of the emulated load balancer to those of AWS. A timer of a busy machine may be late by a fifth of a second. */
const factor = 0.2;
const seconds = (amount: number): number => amount * 1000 * factor;

async function get(url: string): Promise<void> {
  const asked = request(url, { agent: false }).end();
  const [answer] = await once(asked, "response");
  answer.resume();
  await once(answer, "end");
}

async function inFront(app: Application, options: Parameters<typeof albWith>[1] = {}, health: TargetHealth = healthy) {
  onTestFinished(app.stop);
  const alb = await albWith([{ target: app.target, health }], options);
  onTestFinished(alb.stop);
  return alb;
}

type Running = Awaited<ReturnType<typeof albWith>>;

/** The causes that `trace` finds in the log, with the deregistration of the targets as events where it happened. */
function causesOf({ entries, group }: Running, deregisteredMs?: number, facts: Partial<GroupFacts> = {}) {
  const from = entries[0]?.createdMs ?? 0;
  const at = (ms: number): string => new Date(from + (ms - from) / factor).toISOString();
  const events =
    deregisteredMs === undefined
      ? []
      : [...new Set(entries.flatMap(({ target }) => target ?? []))].map(({ ip, port }) =>
          JSON.stringify({
            kind: "target",
            at: at(deregisteredMs),
            targetGroup: group.name,
            address: ip,
            port,
            state: "draining",
          }),
        );
  const lines = entries.map((entry) => accessLogLine(stretchedEntry(entry, from, factor)));
  const { groups } = traced({ lines, events, facts });
  return groups.flatMap(({ causes }) => causes.map(({ cause, confidence }) => `${cause} ${confidence}`));
}

test("nobody listens on the port of a target that was deregistered: its listener was closed", async () => {
  const app = await application((_, answer) => answer.end("ok"));
  const alb = await albWith([{ target: app.target, health: healthy }], { deregistrationLagMs: [seconds(8)] });
  onTestFinished(alb.stop);
  await get(alb.url);
  alb.group.deregister([app.target]);
  const deregistered = Date.now();
  await app.stop();
  await get(alb.url);
  expect(causesOf(alb, deregistered)).toEqual(["closed-at-sigterm likely"]);
  const inTheSameMoment = alb.entries.at(-1)?.createdMs;
  expect(causesOf(alb, inTheSameMoment)).toEqual(["closed-at-sigterm likely"]);
});

test("an address that is silent after its deregistration: a dead target, and without events nothing is claimed", async () => {
  const alb = await inFront(await unansweredTarget(), { deregistrationLagMs: [seconds(8)], connectTimeoutMs: seconds(10) });
  const deregistered = Date.now();
  alb.group.deregister(alb.group.describe().map(({ target }) => target));
  await get(alb.url);
  expect(causesOf(alb, deregistered)).toEqual(["dead-target likely"]);
  expect(causesOf(alb)).toEqual(["unknown guess"]);
});

test("a request that outlasts the delay: cut when the delay was over", async () => {
  const delay = { deregistrationDelayMs: seconds(4), deregistrationLagMs: [0] };
  const { app, arrived } = await awaitedApplication(() => {});
  const alb = await inFront(app, delay);
  const pending = get(alb.url);
  await arrived;
  alb.group.deregister(alb.group.describe().map(({ target }) => target));
  const deregistered = Date.now();
  await pending;
  expect(causesOf(alb, deregistered, { delayMs: 4000 })).toEqual(["delay-elapsed sure"]);
});

test("a target that is silent for longer than the idle timeout: the idle timeout", async () => {
  const alb = await inFront(await listener(() => {}), { idleTimeoutMs: seconds(10) });
  await get(alb.url);
  expect(causesOf(alb, undefined, { idleTimeoutMs: 10_000, idleTimeoutFrom: "stated" })).toEqual(["idle-timeout sure"]);
});

test("no registered target, an error of the application, and a client that leaves", async () => {
  const none = await albWith([]);
  onTestFinished(none.stop);
  await get(none.url);
  expect(causesOf(none)).toEqual(["no-target sure"]);

  const failing = await inFront(await application((_, answer) => answer.writeHead(503).end()));
  await get(failing.url);
  expect(causesOf(failing)).toEqual(["application-error sure"]);

  const { app, arrived } = await awaitedApplication(() => {});
  const left = await inFront(app);
  const asked = request(left.url)
    .on("error", () => {})
    .end();
  await arrived;
  asked.destroy();
  while (left.entries.length === 0) await pause(5);
  expect(causesOf(left)).toEqual(["client-left sure"]);
});
