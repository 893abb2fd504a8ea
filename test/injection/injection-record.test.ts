import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { annotationsFit } from "#injection/annotation-limit.ts";
import { type InjectionRecord, parseRecord, printRecord } from "#injection/injection-record.ts";
import { trustedRecord } from "#injection/trusted-record.ts";
import { readDeployment } from "#kubernetes/objects/read-workload.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";

const record: InjectionRecord = {
  preStop: new Map([
    ["app", seconds(40)],
    ["constructor", seconds(41)],
    ["__proto__", seconds(42)],
  ]),
  gracePeriod: { value: seconds(50), was: seconds(30) },
};

describe("the record of an injection", () => {
  test("is read as it was written", () => {
    expect(parseRecord(printRecord(record))).toEqual(record);
    expect(printRecord(record)).toBe(
      '{"version":1,"preStop":{"app":40,"constructor":41,"__proto__":42},"gracePeriod":50,"was":30}',
    );
  });

  test.each([
    ["nothing", undefined],
    ["no JSON", "{"],
    ["a list", "[]"],
    ["no version", '{"preStop":{"app":40}}'],
    ["another version", '{"version":2,"preStop":{"app":40}}'],
    ["a sleep that is text", '{"version":1,"preStop":{"app":"40"}}'],
    ["a sleep below zero", '{"version":1,"preStop":{"app":-1}}'],
    ["sleeps in a list", '{"version":1,"preStop":[40]}'],
    ["a grace period that is a fraction", '{"version":1,"gracePeriod":1.5}'],
  ])("is none where there is %s", (_what, text) => expect(parseRecord(text)).toBeUndefined());

  test("may have sleeps and grace periods of 0 s", () => {
    const text = '{"version":1,"preStop":{"app":0},"gracePeriod":0,"was":0}';
    expect(parseRecord(text)).toEqual({ preStop: new Map([["app", 0]]), gracePeriod: { value: 0, was: 0 } });
  });

  test("is none where it is longer than one of ours can be", () => {
    const most = 128 * 1024;
    const padded = (length: number): string => '{"version":1}'.padEnd(length);
    expect(parseRecord(padded(most))).toEqual({ preStop: new Map(), gracePeriod: undefined });
    expect(parseRecord(padded(most + 1))).toBeUndefined();
  });

  test("may be any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = parseRecord(text);
        if (read !== undefined) expect(parseRecord(printRecord(read))).toEqual(read);
      }),
    );
  });
});

const deployment = (injected: string, grace: number, ...containers: readonly JsonObject[]): JsonObject => ({
  metadata: { name: "shop", namespace: "web" },
  spec: {
    template: {
      metadata: { annotations: { "outlive.dev/injected": injected } },
      spec: { terminationGracePeriodSeconds: grace, containers },
    },
  },
});
const sleeping = (name: string, value: number): JsonObject => ({ name, lifecycle: { preStop: { sleep: { seconds: value } } } });

test.each<[string, () => JsonObject, number, readonly string[]]>([
  [
    "all of it where the object agrees",
    () => deployment(printRecord(record), 50, sleeping("app", 40), sleeping("constructor", 41)),
    50,
    ["app", "constructor"],
  ],
  ["not a sleep that was changed", () => deployment(printRecord(record), 50, sleeping("app", 39)), 50, []],
  ["not a sleep that is gone", () => deployment(printRecord(record), 50, { name: "app" }), 50, []],
  ["not a grace period that was changed", () => deployment(printRecord(record), 51, sleeping("app", 40)), 0, ["app"]],
  [
    "nothing for a container that only every object seems to have",
    () => deployment('{"version":1,"preStop":{}}', 50, sleeping("toString", 0)),
    0,
    [],
  ],
])("a record is trusted as far as the object agrees: %s", (_what, object, grace, names) => {
  const workload = readDeployment(object());
  if (workload === undefined) throw new Error("not read");
  const trusted = trustedRecord(workload);
  expect([...trusted.preStop.keys()]).toEqual(names);
  expect(trusted.gracePeriod?.value ?? 0).toBe(grace);
});

describe("annotations", () => {
  const limit = 262_144;
  test.each([
    ["ASCII", "x", 1],
    ["two bytes", "é", 2],
    ["three bytes", "✓", 3],
    ["four bytes", "🐢", 4],
    ["a lone surrogate", "\ud800", 3],
  ])("are counted in bytes of UTF-8: %s", (_what, character, bytes) => {
    const room = limit - "key".length - "added".length;
    const rest = room % bytes;
    const full = { key: character.repeat((room - rest) / bytes) + "x".repeat(rest) };
    expect(annotationsFit(full, { added: "" })).toBe(true);
    expect(annotationsFit(full, { added: "x" })).toBe(false);
  });

  test("are counted in bytes at the ends of each range", () => {
    const ends = "\u007f\u0080\u07ff\u0800\uffff\u{10000}";
    const room = limit - "key".length - "added".length - (1 + 2 + 2 + 3 + 3 + 4);
    // Few characters, so that all of it is counted soon.
    const full = { key: ends + "🐢".repeat(Math.floor(room / 4)) + "x".repeat(room % 4) };
    expect([annotationsFit(full, { added: "" }), annotationsFit(full, { added: "x" })]).toEqual([true, false]);
  });

  test("that are replaced are not counted twice", () => {
    expect(annotationsFit({ key: "x".repeat(limit - 3) }, { key: "y" })).toBe(true);
  });
});
