import { describe, expect, test } from "vitest";
import { DeadlinePassed } from "#admission/ports.ts";
import { watchEventLoop } from "#server/limits/event-loop-lag.ts";
import { fakeClock } from "../fake-clock.ts";
import { outcome } from "../outcome.ts";
import { startServer } from "../running-server.ts";

/** A loop whose sockets are read when the test says so. */
function watched() {
  const clock = fakeClock();
  const afterReading: (() => void)[] = [];
  const lag = watchEventLoop(clock, (run) => void afterReading.push(run));
  const readingIsOver = (): void => {
    for (const run of afterReading.splice(0)) run();
  };
  return { clock, lag, readingIsOver };
}

describe("what is read arrived", () => {
  test("now, while the loop turns", () => {
    const { clock, lag } = watched();
    clock.advance(1_030);
    expect(lag.arrivedMs()).toBe(1_030);
    expect(lag.longestSeconds()).toBe(0);
  });

  test("before the piece of work in whose round it is read", () => {
    const { clock, lag } = watched();
    clock.advance(1_000);
    clock.block(6_000);
    expect(lag.arrivedMs()).toBe(1_000);
  });

  test("as early in the round after, and now in those that follow", () => {
    const { clock, lag, readingIsOver } = watched();
    clock.advance(1_000);
    clock.block(6_000);
    clock.advance(0);
    expect(lag.arrivedMs()).toBe(1_000);
    readingIsOver();
    expect(lag.arrivedMs()).toBe(7_000);
  });
});

describe("the longest stall", () => {
  test("is told for about a minute, and the longest of several", () => {
    const { clock, lag } = watched();
    clock.block(3_000);
    clock.advance(1_000);
    clock.block(1_000);
    clock.advance(1_000);
    expect(lag.longestSeconds()).toBeCloseTo(2.8);
    clock.advance(45_000);
    expect(lag.longestSeconds()).toBeCloseTo(2.8);
    clock.advance(20_000);
    expect(lag.longestSeconds()).toBe(0);
  });

  test("is not told any more once the watch has ended", () => {
    const { clock, lag } = watched();
    lag.stop();
    expect(clock.waiting()).toBe(0);
  });
});

describe("a request that is first read after a stall", () => {
  test("counts as late, is not decided, and is timed from its arrival", async () => {
    let decided = 0;
    const failures: Error[] = [];
    const clock = fakeClock();
    const running = await startServer({
      clock,
      lag: watchEventLoop(clock, () => {}),
      handler: (at) => {
        decided += 1;
        return outcome(at, "decided");
      },
      onFailure: (at, _body, error) => {
        failures.push(error);
        return outcome(at, "failure", { result: "failed-open", reason: "deadline-passed" });
      },
    });
    clock.advance(1_000);
    clock.block(6_000);
    const reply = await running.call("/mutate?timeout=3s", { body: "{}" });
    expect(reply.status).toBe(200);
    expect([decided, failures[0] instanceof DeadlinePassed]).toEqual([0, true]);
    expect(running.seen).toMatchObject([
      { event: "failed" },
      { event: "late", overdueMs: 3_000 },
      { event: "decided", durationMs: 6_000 },
    ]);
    await running.server.close();
  });
});

test("the process's own event loop, blocked for real, is noticed", async () => {
  const { systemClock } = await import("#clock/clock.ts");
  const lag = watchEventLoop(systemClock);
  await new Promise((resolve) => setTimeout(resolve, 120));
  const blockedAtMs = systemClock.monotonicMs();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  expect(lag.arrivedMs()).toBeLessThanOrEqual(blockedAtMs);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(lag.longestSeconds()).toBeGreaterThan(0.25);
  lag.stop();
});
