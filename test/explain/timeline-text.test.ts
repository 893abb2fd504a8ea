import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Timeline, timelineOf } from "#explain/timeline.ts";
import { timelineText } from "#explain/timeline-text.ts";
import { seconds } from "#model/findings/seconds.ts";

const timeline = (): Timeline =>
  timelineOf({
    ends: [
      {
        title: "now",
        preStop: undefined,
        gracePeriod: seconds(30),
        failures: { newRequests: { from: 0, to: 10 }, inFlight: { by: "exit", at: 0, safeUpTo: 0 } },
      },
      {
        title: "in enforce mode",
        preStop: seconds(40),
        gracePeriod: seconds(50),
        failures: { newRequests: undefined, inFlight: { by: "deregistration", at: 35, safeUpTo: 25 } },
      },
    ],
    shutdown: seconds(5),
    propagation: seconds(10),
    arrivals: "requests",
    drains: [{ label: "ALB shop → shop:http", delay: seconds(35) }],
  });

test("one panel above the other on a usual terminal", () => {
  expect(timelineText(timeline(), { width: 80, color: false })).toMatchInlineSnapshot(`
    "now                   0           10         20          30         40      50 s
    Pod                   ██████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
                          ↑ SIGTERM 0 s                      ↑ SIGKILL 30 s
    new requests arrive   ┄┄┄┄┄┄┄┄┄┄┄┄ until 10 s
    ALB shop → shop:http  ━━━━━━━━━━━━━━━━━━━━━ drains until 35 s ━
    new requests fail     ╳╳╳╳╳╳╳╳╳╳╳╳ until 10 s
    requests in flight    │ may be cut at 0 s

    in enforce mode       0           10         20          30         40      50 s
    Pod                   ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒██████░░░░░░
                                                           SIGTERM 40 s ↑
                                                                      SIGKILL 50 s ↑
    new requests arrive   ┄┄┄┄┄┄┄┄┄┄┄┄ until 10 s
    ALB shop → shop:http  ━━━━━━━━━━━━━━━━━━━━━ drains until 35 s ━
    requests in flight         longer than 25 s may be cut at 35 s │
    ▒ preStop sleep   █ shutting down   ░ rest of the grace period"
  `);
});

test("next to each other on a wide one, lane by lane", () => {
  expect(timelineText(timeline(), { width: 130, color: false })).toMatchInlineSnapshot(`
    "now                   0       10      20       30      40  50 s   in enforce mode       0       10      20       30      40  50 s
    Pod                   ████░░░░░░░░░░░░░░░░░░░░░                   Pod                   ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒████░░░░
                          ↑ SIGTERM 0 s            ↑ SIGKILL 30 s                                               SIGTERM 40 s ↑
                                                                                                                       SIGKILL 50 s ↑
    new requests arrive   ┄┄┄┄┄┄┄┄ until 10 s                         new requests arrive   ┄┄┄┄┄┄┄┄ until 10 s
    ALB shop → shop:http  ━━━━━━━━━ drains until 35 s ━               ALB shop → shop:http  ━━━━━━━━━ drains until 35 s ━
    new requests fail     ╳╳╳╳╳╳╳╳ until 10 s                         requests in flight                                 │
                                                                                            longer than 25 s may be cut at 35 s
    requests in flight    │ may be cut at 0 s
    ▒ preStop sleep   █ shutting down   ░ rest of the grace period"
  `);
});

describe("whatever is drawn", () => {
  const facts = fc.record({
    preStop: fc.option(fc.nat(400), { nil: undefined }),
    grace: fc.nat(500),
    delay: fc.nat(3600),
    width: fc.integer({ min: 50, max: 200 }),
    label: fc.string(),
  });

  test("no line is wider than the terminal, and none has blanks at its end", () => {
    fc.assert(
      fc.property(facts, ({ preStop, grace, delay, width, label }) => {
        const drawn = timelineOf({
          ends: ["now", "then"].map((title) => ({
            title,
            preStop: preStop === undefined ? undefined : seconds(preStop),
            gracePeriod: seconds(grace),
            failures: { newRequests: { from: 0, to: delay }, inFlight: { by: "exit", at: preStop ?? 0, safeUpTo: grace } },
          })),
          shutdown: seconds(5),
          propagation: seconds(20),
          arrivals: "requests",
          drains: [{ label, delay: seconds(delay) }],
        });
        for (const line of timelineText(drawn, { width, color: false }).split("\n")) {
          expect([...line].length).toBeLessThanOrEqual(Math.max(width, 62));
          expect(line).not.toMatch(/ $/);
        }
      }),
    );
  });

  test("colours add nothing but colours", () => {
    const plain = timelineText(timeline(), { width: 80, color: false });
    const painted = timelineText(timeline(), { width: 80, color: true });
    expect(painted).not.toBe(plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences are what is looked for
    expect(painted.replaceAll(/\u001b\[\d+m/g, "")).toBe(plain);
  });

  test("a label cannot steer the terminal", () => {
    const steering = timelineOf({
      ends: [{ title: "now", preStop: undefined, gracePeriod: seconds(30), failures: undefined }],
      shutdown: seconds(5),
      propagation: undefined,
      arrivals: "requests",
      drains: [{ label: "\u001b[2Jshop\u202e", delay: seconds(35) }],
    });
    expect(timelineText(steering, { width: 80, color: false })).toContain("\uFFFD[2Jshop\uFFFD");
  });
});
