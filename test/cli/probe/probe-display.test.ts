import { describe, expect, test } from "vitest";
import { showProbe } from "#cli/probe/probe-display.ts";
import type { LiveState } from "#probe/report/live-screen.ts";
import { readAcceptedStatuses } from "#probe/results/accepted-statuses.ts";
import { Tally } from "#probe/results/tally.ts";
import { outcome, start } from "../../probe/causes/probed.ts";
import { RunClock } from "../../support/run-clock.ts";

const accepted = readAcceptedStatuses("200-399");

function state(): LiveState {
  if (accepted === undefined) throw new Error("no statuses");
  const tally = new Tally("shop", accepted);
  tally.add(outcome({ at: 0, seconds: 0.1 }));
  tally.add(outcome({ at: 1, seconds: 0.1, status: 502 }));
  const ending = { kind: "pod", namespace: "web", name: "shop-1", deletionTimestamp: "2026-11-26T09:10:30Z" } as const;
  const evil = { ...ending, name: "shop-\u001b[2J" };
  return {
    nowMs: start + 5000,
    elapsedMs: 5000,
    durationMs: 60_000,
    tally,
    inFlight: 3,
    pods: [{ ...ending, deletionGracePeriodSeconds: 30, preStopSeconds: 10 }, evil],
  };
}

async function shown(isTTY: boolean, quiet: boolean, forMs: number): Promise<string> {
  const clock = new RunClock();
  let text = "";
  const display = showProbe({ write: (part) => (text += part), isTTY, columns: 60 }, quiet, clock, state);
  const from = clock.nowMs();
  await clock.until(() => clock.nowMs() >= from + forMs, 100);
  display.done();
  const before = text;
  await clock.until(() => clock.nowMs() >= from + forMs + 20_000, 500);
  expect(text).toBe(before);
  return text.replaceAll("\u001b", "<ESC>");
}

describe("on a terminal", () => {
  test("one screen is drawn over itself, no line longer than it is wide, and is gone at the end", async () => {
    const text = await shown(true, false, 3000);
    const screens = text.split(/<ESC>\[\d+F<ESC>\[J/);
    expect(screens.length).toBeGreaterThanOrEqual(4);
    expect(screens.at(-1)).toBe("");
    const [first = ""] = screens;
    const lines = first.trimEnd().split("\n");
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    expect(first).toContain("2 requests, 1 failed");
    expect(first).toContain("shop-1: deleted 5.00 s ago, SIGTERM in 5.00 s");
    for (const erased of text.matchAll(/<ESC>\[(\d+)F/g)) expect(Number(erased[1])).toBe(lines.length);
  });

  test("nothing that a Pod's name holds moves the cursor", async () => {
    expect(await shown(true, false, 1000)).not.toContain("<ESC>[2J");
  });
});

test("elsewhere there is a plain line from time to time", async () => {
  const text = await shown(false, false, 35_000);
  expect(text).toBe("5 of 60 s; 2 requests, 1 failed; 2 Pods, 2 ending\n".repeat(3));
});

test("quiet is quiet", async () => {
  expect([await shown(true, true, 15_000), await shown(false, true, 15_000)]).toEqual(["", ""]);
});
