import fc from "fast-check";
import { expect, test } from "vitest";
import { Pacing } from "#probe/load/pacing.ts";
import { turnOf } from "#probe/load/turn.ts";

const rates = fc.double({ min: 0.1, max: 200, noNaN: true });

test("every request of a steady load is started or counted as missed, whenever the process gets to it", () => {
  fc.assert(
    fc.property(rates, fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 50 }), (rate, steps) => {
      const pacing = new Pacing(rate);
      let [elapsed, started, missed] = [0, 0, 0];
      for (const step of steps) {
        elapsed += step;
        const due = pacing.due(elapsed);
        started += due.start;
        missed += due.missed;
        expect(started + missed).toBe(Math.floor(elapsed / (1000 / rate) + 1e-6) + 1);
        expect(pacing.nextMs).toBeGreaterThan(elapsed - 1);
      }
    }),
  );
});

test("a process that was held up does not catch up with more than one second's load", () => {
  fc.assert(
    fc.property(rates, fc.integer({ min: 0, max: 3_600_000 }), (rate, held) => {
      expect(new Pacing(rate).due(held).start).toBeLessThanOrEqual(rate + 1);
    }),
  );
});

test("a process that wakes in time misses nothing", () => {
  const pacing = new Pacing(7);
  let started = 0;
  for (let at = 0; at < 60_000; at = pacing.nextMs) {
    const { start, missed } = pacing.due(at);
    expect([start, missed]).toEqual([1, 0]);
    started += start;
  }
  expect(started).toBe(420);
});

test.each([1, 2, 3, 7])("of %i addresses, each gets as many fresh as kept connections", (count) => {
  const addresses = Array.from({ length: count }, (_, at) => `10.0.0.${at}`);
  const counts = new Map<string, number>();
  const perKind = 40;
  for (let n = 0; n < 2 * perKind * count; n += 1) {
    const { address, connection } = turnOf(n, addresses);
    counts.set(`${address} ${connection}`, (counts.get(`${address} ${connection}`) ?? 0) + 1);
  }
  expect([...counts.values()]).toEqual(Array.from({ length: 2 * count }, () => perKind));
});
