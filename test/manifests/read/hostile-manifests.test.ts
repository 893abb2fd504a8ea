/** Texts that are made to fill the memory or to end the stack: each is one error with its line, and what is beside it is read. */
import { describe, expect, test } from "vitest";
import { parseManifest } from "#manifests/read/manifest-documents.ts";

const service = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n`;
const read = (text: string): { readonly names: readonly unknown[]; readonly problems: readonly string[] } => {
  const { documents, problems } = parseManifest("f.yaml", text, () => true);
  return {
    names: documents.map(({ raw }) => (raw["metadata"] as { name: unknown } | undefined)?.name),
    problems: problems.map(({ id, line, severity }) => `${severity} ${id} ${line}`),
  };
};

describe("a document with more values than manifests have", () => {
  test.each([
    ["small values", `data: [${"a,".repeat(200_000)}]`],
    ["empty maps", `data: [${"{},".repeat(200_000)}]`],
    ["a line for each value", `data:\n${"  a: b\n".repeat(100_000)}`],
    ["aliases", `data:\n  a: &a b\n  c:\n${"  - *a\n".repeat(150_000)}`],
    ["comments", "# a\n".repeat(250_000)],
  ])("%s", (_what, hostile) => {
    const { names, problems } = read(`${service("a")}---\n${hostile}\n---\n${service("b")}`);
    expect(names).toEqual(["a", "b"]);
    expect(problems).toEqual([expect.stringMatching(/^error too-large \d+$/)]);
  });

  test("the line is the one where reading stopped", () => {
    const line = "  a: b # c\n";
    const { problems } = read(`${service("a")}${line.repeat(100_000)}`);
    const [stopped = 0] = /\d+$/.exec(problems[0] ?? "")?.map(Number) ?? [];
    expect(stopped).toBeGreaterThan(30_000);
    expect(stopped).toBeLessThan(60_000);
  });
});

test("a large document of ordinary lines is read", () => {
  const lines = Array.from({ length: 60_000 }, (_, n) => `    an-ordinary-label-${n}: with an ordinary value\n`).join("");
  const { names, problems } = read(`apiVersion: v1\nkind: Service\nmetadata:\n  name: large\n  labels:\n${lines}`);
  expect([names, problems]).toEqual([["large"], []]);
});

describe("a document with more levels than anything has", () => {
  test.each([
    ["open brackets", `data: ${"[".repeat(10_000)}`],
    ["brackets", `data: ${"[".repeat(10_000)}${"]".repeat(10_000)}`],
    ["dashes in one line", `data:\n  ${"- ".repeat(10_000)}a`],
    ["questions in one line", `data:\n  ${"? ".repeat(10_000)}a`],
  ])("%s", (_what, hostile) => {
    const { names, problems } = read(`${service("a")}---\n${hostile}\n---\n${service("b")}`);
    expect(names).toEqual(["a", "b"]);
    expect(problems).toEqual([expect.stringMatching(/^error too-large [56]$/)]);
  });

  test.each([
    [
      "annotations",
      `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","annotations":${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}}}`,
    ],
    ["lists", `{"apiVersion":"v1","kind":"List","items":${"[".repeat(9_000)}${"]".repeat(9_000)}}`],
  ])("JSON: %s", (_what, text) => {
    expect(read(text)).toEqual({ names: [], problems: ["error too-large 1"] });
  });

  test("lists in lists are taken apart as far as anybody nests them", () => {
    const nested = (levels: number): string =>
      `${'{"apiVersion":"v1","kind":"List","items":['.repeat(levels)}{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}}${"]}".repeat(levels)}`;
    expect(read(nested(5)).names).toEqual(["a"]);
    expect(read(nested(100)).names).not.toContain("a");
  });
});

test("of a document with many errors, the first is a problem", () => {
  const { names, problems } = read(`${service("a")}---\na: ${"]".repeat(50_000)}\n---\n${service("b")}`);
  expect(names).toEqual(["a", "b"]);
  expect(problems).toEqual(["error syntax 5"]);
});

test("of a file with many problems, the first 100 are listed and the others counted", () => {
  const { problems } = parseManifest("f.yaml", "--- a\n".repeat(1_000), () => true);
  expect(problems.length).toBe(101);
  expect(problems.at(-1)).toEqual({
    severity: "notice",
    id: "more-problems",
    file: "f.yaml",
    line: undefined,
    message: "900 more problems in this file are not listed",
  });
});

test("documents of nothing but their beginning are nothing", () => {
  expect(read(`${"---\n".repeat(1_000)}${service("a")}${"...\n".repeat(10)}`).names).toEqual(["a"]);
});
