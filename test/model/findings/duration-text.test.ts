import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDuration } from "#model/findings/duration-text.ts";

/** The table of Go's time.ParseDuration, where Go gives zero or more and less than a day; fractions are rounded up here. */
const read: readonly (readonly [string, number])[] = [
  ["0", 0],
  ["0s", 0],
  ["5s", 5],
  ["30s", 30],
  ["1478s", 1478],
  ["+5s", 5],
  ["5.0s", 5],
  ["5.6s", 6],
  ["5.s", 5],
  [".5s", 1],
  ["1.0s", 1],
  ["1.00s", 1],
  ["1.004s", 2],
  ["1.0040s", 2],
  ["100.00100s", 101],
  ["10ns", 1],
  ["11us", 1],
  ["12µs", 1],
  ["12μs", 1],
  ["13ms", 1],
  ["14s", 14],
  ["15m", 900],
  ["16h", 57_600],
  ["3h30m", 12_600],
  ["10.5s4m", 251],
  ["1h2m3s4ms5us6ns", 3724],
  ["52763797000ns", 53],
  ["0.3333333333333333333h", 1200],
  ["0.100000000000000000000h", 360],
  ["24h", 86_400],
];

/** Go refuses them too. */
const refused: readonly string[] = [
  "",
  "-",
  "s",
  ".",
  "-.",
  ".s",
  "+.s",
  "1d",
  "5 s",
  "1m 30s",
  "hello",
  "5S",
  "1e3s",
  "0x5s",
  "∞s",
];

describe("a duration", () => {
  test.each(read)("%s is %i s", (text, seconds) => {
    expect(parseDuration(text)).toEqual({ ok: true, seconds });
  });

  test.each(refused)("%j is none", (text) => {
    expect(parseDuration(text).ok).toBe(false);
  });

  test.each([
    ["digits alone are seconds, which Go does not know", "45", 45],
    ["blanks around it do not count", " 45s\n", 45],
  ])("%s", (_name, text, seconds) => {
    expect(parseDuration(text)).toEqual({ ok: true, seconds });
  });

  test.each([
    ["negative", "-5s"],
    ["longer than a day", "24h1s"],
    ["as long as Go's longest", "2540400h"],
    ["beyond every number", `${"9".repeat(400)}s`],
  ])("is not %s", (_name, text) => {
    expect(parseDuration(text).ok).toBe(false);
  });

  test("that is refused is told what is accepted", () => {
    expect(parseDuration("fast")).toEqual({ ok: false, accepted: expect.stringContaining("1m30s") });
  });

  test("in hours, minutes and seconds is their sum", () => {
    const parts = fc.tuple(fc.nat(22), fc.nat(59), fc.nat(59));
    fc.assert(
      fc.property(parts, ([h, m, s]) => {
        expect(parseDuration(`${h}h${m}m${s}s`)).toEqual({ ok: true, seconds: h * 3600 + m * 60 + s });
      }),
    );
  });

  test("is never shorter than what was written, and less than a second longer", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400_000 }), (ms) => {
        const parsed = parseDuration(`${ms}ms`);
        expect(parsed.ok && parsed.seconds * 1000 - ms).toBeGreaterThanOrEqual(0);
        expect(parsed.ok && parsed.seconds * 1000 - ms).toBeLessThan(1000);
      }),
    );
  });
});
