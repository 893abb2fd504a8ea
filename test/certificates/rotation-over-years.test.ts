import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Lived, liveThrough, type Years } from "./simulated-years.ts";

const day = 24 * 60 * 60;
const names = () => ({ dns: ["outlive.outlive.svc"], ip: [] });
const decade: Years = {
  lifetimes: { authoritySeconds: 365 * day, leafSeconds: 90 * day },
  days: 3650,
  stepDays: 4,
  replicaLate: 5,
  names,
};

const count = ({ steps }: Lived, wanted: string): number => steps.filter(({ step }) => step === wanted).length;

describe("ten years in steps of four days, with replicas that are twenty days late", { timeout: 60_000 }, () => {
  test("every served certificate is verified by every bundle that an API server may hold, and bundles stay small", async () => {
    const lived = await liveThrough(decade);
    expect(lived.gaps).toEqual([]);
    expect(count(lived, "activate-authority")).toBeGreaterThanOrEqual(14);
    expect(count(lived, "prune-authorities")).toBeGreaterThanOrEqual(13);
    expect(count(lived, "issue-leaf")).toBeGreaterThanOrEqual(40);
    expect(count(lived, "issue-leaf")).toBeLessThan(70);
    expect(lived.mostTrusted).toBeLessThanOrEqual(3);
  });

  test("an authority is announced a step before it signs, at the least", async () => {
    const { steps } = await liveThrough({ ...decade, days: 1000 });
    const authorities = steps.filter(({ step }) => step === "stage-authority" || step === "activate-authority").slice(1);
    for (const [index, { day: at, step }] of authorities.entries()) {
      if (step !== "activate-authority") continue;
      const before = authorities[index - 1];
      expect(before?.step).toBe("stage-authority");
      expect(at - (before?.day ?? at)).toBeGreaterThanOrEqual(4);
    }
  });

  test("configurations that cannot be written for two months cost nothing: the authority that they know signs on", async () => {
    const lived = await liveThrough({ ...decade, days: 800, frozen: (at) => at > 230 && at < 290 });
    expect(lived.gaps).toEqual([]);
    expect(lived.steps.find(({ step, day: at }) => step === "activate-authority" && at > 0)?.day).toBeGreaterThanOrEqual(290);
  });

  test("a Service that is renamed gets a certificate for its new name at once", async () => {
    const renamed = (at: number) => ({ dns: [at < 32 ? "outlive.outlive.svc" : "other.outlive.svc"], ip: [] });
    const { gaps, steps } = await liveThrough({ ...decade, days: 40, names: renamed });
    expect(gaps).toEqual([]);
    expect(steps).toEqual([
      { day: 0, step: "activate-authority" },
      { day: 32, step: "issue-leaf" },
    ]);
  });

  test.each([["next-ca.key"], ["next-ca.crt"], ["tls.key"], ["tls.crt"], ["ca.key"]])(
    "%s that is damaged at any time costs nothing",
    async (entry) => {
      const spoil: Years["spoil"] = (entries, at) => (at % 100 === 44 ? { ...entries, [entry]: "damaged" } : entries);
      expect((await liveThrough({ ...decade, days: 900, spoil })).gaps).toEqual([]);
    },
  );
});

test("Whatever the lifetimes, there is no gap and no flood of certificates", { timeout: 60_000 }, async () => {
  const lifetimes = fc
    .record({ authorityDays: fc.integer({ min: 60, max: 400 }), part: fc.double({ min: 0.05, max: 0.99, noNaN: true }) })
    .map(({ authorityDays, part }) => ({
      authoritySeconds: authorityDays * day,
      leafSeconds: Math.max(30 * day, Math.floor(authorityDays * part * day)),
    }));
  await fc.assert(
    fc.asyncProperty(lifetimes, fc.integer({ min: 0, max: 1 }), async (chosen, replicaLate) => {
      const lived = await liveThrough({ ...decade, lifetimes: chosen, days: 300, replicaLate });
      expect(lived.gaps).toEqual([]);
      expect(lived.steps.length).toBeLessThan(300 / 3);
    }),
    { numRuns: 12 },
  );
});
