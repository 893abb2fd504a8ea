import { describe, expect, test } from "vitest";
import { Addresses } from "#http-load/addresses.ts";
import type { Sender } from "#http-load/http-sender.ts";
import { newLoadState, runLoad } from "#http-load/run-load.ts";
import type { LoadPlan } from "#probe/load/load-plan.ts";
import type { Turn } from "#probe/load/turn.ts";
import type { Outcome } from "#probe/results/outcome.ts";
import { RunClock } from "../support/run-clock.ts";

const plan: LoadPlan = { rate: 10, durationMs: 5000, mostInFlight: 20, connectTimeoutMs: 10_000, timeoutMs: 30_000 };

/** Responds after a time that a test chooses; `undefined` only when it is closed. */
class SlowSender implements Sender {
  readonly turns: Turn[] = [];
  readonly #clock: RunClock;
  readonly #takesMs: number;
  readonly #closed = new AbortController();
  most = 0;
  #underWay = 0;

  constructor(clock: RunClock, takesMs: number) {
    this.#clock = clock;
    this.#takesMs = takesMs;
  }

  async send(turn: Turn): Promise<Outcome | undefined> {
    this.turns.push(turn);
    this.#underWay += 1;
    this.most = Math.max(this.most, this.#underWay);
    const sentMs = this.#clock.nowMs();
    await this.#clock.sleep(this.#takesMs, this.#closed.signal);
    this.#underWay -= 1;
    if (this.#closed.signal.aborted) return undefined;
    const { address, connection } = turn;
    const durationMs = this.#clock.nowMs() - sentMs;
    return {
      sentMs,
      durationMs,
      address,
      connection,
      status: 200,
      error: undefined,
      sent: true,
      responder: "unknown",
      pod: undefined,
    };
  }

  close(): void {
    this.#closed.abort();
  }
}

async function started(
  given: Partial<LoadPlan>,
  takesMs: number,
  resolve = async (): Promise<readonly string[]> => ["10.0.0.1", "10.0.0.2"],
) {
  const clock = new RunClock();
  const sender = new SlowSender(clock, takesMs);
  const addresses = new Addresses("shop", resolve, 32);
  await addresses.start();
  const outcomes: Outcome[] = [];
  const state = newLoadState();
  const [stop, abort] = [new AbortController(), new AbortController()];
  let over = false;
  const running = runLoad(
    { ...plan, ...given },
    { sender, addresses, clock, state, stop: stop.signal, abort: abort.signal, onOutcome: (outcome) => outcomes.push(outcome) },
  ).then(() => (over = true));
  const startedMs = clock.nowMs();
  const until = (ms: number): Promise<void> => clock.until(() => clock.nowMs() >= startedMs + ms, 20);
  const end = (): Promise<void> => clock.until(() => over, 20);
  return { isOver: () => over, clock, sender, addresses, outcomes, state, stop, abort, until, end, running, startedMs };
}

describe("a load", () => {
  test.each([1, 10, 50])("of %i requests a second is that, for its time, and ends by itself", async (rate) => {
    const run = await started({ rate }, 30);
    await run.end();
    expect([run.state.started, run.outcomes.length, run.state.late, run.state.overLimit]).toEqual([5 * rate, 5 * rate, 0, 0]);
  });

  test("waits for what is under way when its time is over", async () => {
    const run = await started({}, 1900);
    await run.end();
    expect(run.outcomes.length).toBe(run.state.started);
    expect(run.clock.nowMs() - run.startedMs).toBeGreaterThan(6500);
  });

  test("does not wait for slow responses before it sends the next, up to its limit", async () => {
    const run = await started({ rate: 10, mostInFlight: 7 }, 3000);
    await run.end();
    expect(run.sender.most).toBe(7);
    expect(run.state.started + run.state.overLimit).toBe(50);
    expect(run.state.overLimit).toBeGreaterThan(0);
    expect(run.outcomes.length).toBe(run.state.started);
  });

  test("that is stopped sends nothing more and loses nothing that is under way", async () => {
    const run = await started({}, 1000);
    await run.until(2000);
    run.stop.abort();
    const sent = run.state.started;
    await run.end();
    expect([run.state.started, run.outcomes.length, run.state.unfinished]).toEqual([sent, sent, 0]);
  });

  test("that is aborted ends what is under way and counts it as unfinished, not as failed", async () => {
    const run = await started({}, 1000);
    await run.until(2000);
    run.stop.abort();
    run.abort.abort();
    await run.end();
    expect(run.state.unfinished).toBeGreaterThan(0);
    expect(run.outcomes.length + run.state.unfinished).toBe(run.state.started);
  });

  test("follows the addresses of a name, and keeps the last ones where it cannot be looked up", async () => {
    const lookUps: (readonly string[] | Error)[] = [["10.0.0.1"], ["10.0.0.3"], new Error("no answer"), []];
    const run = await started({ durationMs: 150_000, rate: 1 }, 10, async () => {
      const next = lookUps.shift() ?? [];
      if (next instanceof Error) throw next;
      return next;
    });
    await run.clock.until(run.isOver, 500);
    expect(new Set(run.sender.turns.map(({ address }) => address))).toEqual(new Set(["10.0.0.1", "10.0.0.3"]));
    expect(run.addresses.current).toEqual(["10.0.0.3"]);
    expect(run.addresses.failures).toBe(1);
  });
});

test("a name without an address is an error before anything is sent", async () => {
  await expect(new Addresses("shop", async () => [], 32).start()).rejects.toThrow("no address");
});

test("of a name with many addresses, some are used, without doubles", async () => {
  const addresses = new Addresses("shop", async () => Array.from({ length: 200 }, (_, at) => `10.0.0.${at % 100}`), 32);
  await addresses.start();
  expect(new Set(addresses.current).size).toBe(32);
});
