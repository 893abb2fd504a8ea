import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessReader } from "#trace/logs/access-reader.ts";
import { rowActions } from "#trace/logs/access-row.ts";
import { LineSplitter } from "#trace/logs/line-splitter.ts";
import { emptyTables } from "#trace/logs/log-tables.ts";
import { accessLine, groupArn, type Row } from "../simulator/access-line.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(line: string): { readonly reader: AccessReader; readonly ok: boolean } {
  const reader = new AccessReader(emptyTables());
  const bytes = bytesOf(line);
  return { reader, ok: reader.read(bytes, 0, bytes.length) };
}

const row: Row = {
  type: "https",
  createdMs: Date.UTC(2026, 10, 26, 9, 31, 3, 871),
  doneMs: Date.UTC(2026, 10, 26, 9, 31, 4, 214) + 0.507,
  client: "203.0.113.7:51234",
  target: "10.0.2.61:8080",
  times: [0.001, 0.342, 0],
  status: "200",
  targetStatus: "200",
  method: "GET",
  path: "/a b?q=1",
  agent: 'agent "x\\y"',
  group: "k8s-shop-web-d1",
  traceId: "Root=1-67458a18-0123456789abcdef01234567",
  actions: "waf,forward",
  reason: "-",
  node: "10.0.1.7",
};

const words = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(..."abcXYZ012._/:-") });
const quotedTexts = fc.string({ maxLength: 40, unit: fc.constantFrom(..."ab \\\"'\u00e9=?&<>[]") });
const moments = fc.integer({ min: Date.UTC(2016, 0, 1), max: Date.UTC(2040, 0, 1) });
const seconds = fc.oneof(
  fc.constant(-1),
  fc.integer({ min: 0, max: 4_000_000 }).map((ms) => ms / 1000),
);

const rows: fc.Arbitrary<Row> = fc.record({
  type: fc.constantFrom("http", "https", "h2", "grpcs", "ws", "wss"),
  createdMs: moments,
  doneMs: fc.tuple(moments, fc.integer({ min: 0, max: 999 })).map(([ms, micro]) => ms + micro / 1000),
  client: words,
  target: fc.option(words, { nil: undefined }),
  times: fc.tuple(seconds, seconds, seconds),
  status: fc.constantFrom("200", "502", "504", "460", "000", "-"),
  targetStatus: fc.constantFrom("-", "200", "503"),
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  path: quotedTexts,
  agent: quotedTexts,
  group: fc.option(words, { nil: undefined }),
  traceId: words,
  actions: fc.constantFrom("forward", "waf,forward", "fixed-response", "redirect", "authenticate", "-"),
  reason: fc.constantFrom("-", "LambdaTimeout"),
  node: words,
});

const named = (text: string | undefined): string => (text === undefined || text === "-" ? "" : text);
const numbered = (text: string): number => (text === "-" ? -1 : Number(text));

const expected = (given: Row): object => ({
  webSocket: given.type.startsWith("ws"),
  moments: [given.createdMs, given.doneMs],
  times: given.times.map((time) => (time < 0 ? -1 : Math.round(time * 1000))),
  statuses: [numbered(given.status), numbered(given.targetStatus)],
  target: named(given.target),
  group: given.group === undefined ? "" : groupArn(given.group),
  node: named(given.node),
});

const shown = ({ row: found, tables }: AccessReader): object => ({
  webSocket: found.webSocket,
  moments: [found.createdMs, found.doneMs],
  times: [found.requestMs, found.targetMs, found.responseMs],
  statuses: [found.status, found.targetStatus],
  target: tables.targets.text(found.target),
  group: tables.targetGroups.text(found.targetGroup),
  node: tables.nodes.text(found.node),
});

describe("a line of an access log", () => {
  test("is read back as it was written, whatever stands between its quotes", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { reader, ok } = read(accessLine(given));
        expect(shown(reader)).toEqual(expected(given));
        expect(ok).toBe(true);
      }),
    );
  });

  test("may have any number of fields from twelve on", () => {
    const fields = accessLine({ ...row, path: "/", agent: "a" });
    const parts = fields.match(/"[^"]*"|\S+/g) ?? [];
    fc.assert(
      fc.property(fc.integer({ min: 12, max: 60 }), (count) => {
        const padded = [...parts, ...Array.from({ length: 30 }, () => '"-"')].slice(0, count);
        const { reader, ok } = read(padded.join(" "));
        expect(ok).toBe(true);
        expect(reader.row.status).toBe(200);
        // Without a time of arrival it is taken from the three durations.
        expect(reader.row.createdMs).toBeCloseTo(count > 21 ? row.createdMs : row.doneMs - 343, 3);
      }),
    );
  });

  test("with fewer fields, another order or no times is none", () => {
    const [type, time, ...rest] = accessLine(row).split(" ");
    expect(read([type, time, ...rest].slice(0, 11).join(" ")).ok).toBe(false);
    expect(read([time, type, ...rest].join(" ")).ok).toBe(false);
    expect(read([type, "2026-11-26", ...rest].join(" ")).ok).toBe(false);
    expect(read([type, "2026-13-26T09:31:04.214507Z", ...rest].join(" ")).ok).toBe(false);
  });

  test("never stops the reader, whatever its bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(typeof new AccessReader(emptyTables()).read(bytes, 0, bytes.length)).toBe("boolean");
      }),
    );
  });

  test.each([
    ["forward", "forward"],
    ["waf,forward", "forward"],
    ["rewrite,forward", "forward"],
    ["fixed-response", "own-answer"],
    ["redirect", "own-answer"],
    ["waf-failed", "waf"],
    ["authenticate", "authenticate"],
    ["-", "none"],
  ])("with the actions %s ends in %s", (actions, expected) => {
    const { reader } = read(accessLine({ ...row, status: "503", actions }));
    expect(rowActions[reader.row.action]).toBe(expected);
  });
});

test("lines are the same wherever chunks end, and with either line end", () => {
  const lines = [accessLine(row), "", accessLine({ ...row, status: "504" }), "x"];
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 1500 }), { maxLength: 8 }), fc.constantFrom("\n", "\r\n"), (cuts, end) => {
      const bytes = bytesOf(lines.join(end));
      const found: string[] = [];
      const splitter = new LineSplitter((chunk, from, to) => found.push(new TextDecoder().decode(chunk.subarray(from, to))));
      const edges = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
      edges.slice(1).forEach((edge, at) => {
        splitter.push(bytes.subarray(edges[at] ?? 0, edge));
      });
      splitter.end();
      expect(found).toEqual(lines.filter((line) => line !== ""));
    }),
  );
});

test("a line that is too long is left out, and the next one is read", () => {
  const found: number[] = [];
  const splitter = new LineSplitter((_, from, to) => found.push(to - from), 100);
  for (const piece of ["a".repeat(60), "b".repeat(60), "c\nshort\n", `${"d".repeat(150)}\nend`]) splitter.push(bytesOf(piece));
  splitter.end();
  expect([found, splitter.dropped]).toEqual([[5, 3], 2]);
});
