/** What the plain reader reads is what the full reader would have read: the same values, no problems, the same line for every path. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainParts } from "#manifests/plain-yaml/plain-parts.ts";
import { RecentTrees } from "#manifests/read/recent-trees.ts";
import { yamlParts } from "#manifests/read/yaml-parts.ts";

type Path = readonly (string | number)[];

function* pathsIn(value: unknown, path: Path = []): Generator<Path, void, undefined> {
  yield path;
  yield [...path, "not-there", 3];
  if (typeof value !== "object" || value === null) return;
  const entries = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value);
  for (const [key, inner] of entries) yield* pathsIn(inner, [...path, key]);
}

/** As JSON, so that the order of keys counts as well. */
const readings = (parts: Iterable<ReturnType<typeof yamlParts> extends Generator<infer T> ? T : never>): readonly unknown[] =>
  [...parts].map(({ value, problems, lineOf }) => ({
    value: JSON.stringify(value),
    problems,
    lines: [...pathsIn(value)].map((path) => [path, lineOf(path)]),
  }));

/** Whether the text was plain. */
function agree(text: string): boolean {
  const plain = plainParts(text, new RecentTrees());
  if (plain !== undefined)
    expect({ text, read: readings(plain) }).toEqual({ text, read: readings(yamlParts(text, new RecentTrees())) });
  return plain !== undefined;
}

const root = join(import.meta.dirname, "../../..");
const texts = ["test/cases/**/*.yaml", "docs/example/*.yaml", "deploy/**/*.yaml"]
  .flatMap((pattern) => globSync(join(root, pattern)))
  .sort()
  .map((file) => readFileSync(file, "utf8"));

test("most manifests are plain, and are read as by the full reader", () => {
  const plain = texts.filter(agree);
  expect(plain.length).toBeGreaterThan(0.9 * texts.length);
});

test("so are the inputs that fuzzing kept", () => {
  const inputs = readFileSync(join(root, "bench/fuzz-corpus/inputs.jsonl"), "utf8").split("\n").filter(Boolean);
  for (const input of inputs) agree(JSON.parse(input) as string);
  expect(inputs.length).toBeGreaterThan(10);
});

const pieces = [
  ..."\n|---\n|- |: |:|&a |*a|!!str |>-\n|\"|'|{|}|[|]|,|#| #|\t|%|\\|<<: | |  |\n\n|   \n|...|~|?|? |@|`|=|\n# c\n".split("|"),
  ...[
    "|\n",
    "|-\n",
    "|+\n",
    "|2\n",
    "key: |\n    a\n   b\n",
    "yes",
    "null",
    "''",
    '""',
    "é",
    "\u{1f600}",
    "\ufeff",
    "\r",
    "\u2028",
  ],
  ...[
    "e5",
    "0x1f",
    "1_000",
    "007",
    "0o7",
    "1.5",
    ".5",
    "-0",
    "+1",
    "1e3",
    ".inf",
    "12:30",
    "2001-01-01",
    "__proto__: 1\n",
    "on: 1\n",
  ],
];

/** A few lines of some manifest, moved to the left, with a few characters or lines changed. */
const changed = fc
  .record({
    text: fc.constantFrom(...texts.filter(({ length }) => length < 6_000)),
    from: fc.nat(),
    count: fc.nat(25),
    edits: fc.array(fc.record({ at: fc.nat(), what: fc.nat(3), piece: fc.constantFrom(...pieces), length: fc.nat(20) }), {
      maxLength: 3,
    }),
  })
  .map(({ text, from, count, edits }) => {
    const lines = text.split("\n");
    const some = lines.slice(from % lines.length, (from % lines.length) + count + 1);
    const indent = /^ */.exec(some[0] ?? "")?.[0] ?? "";
    return edits.reduce(edited, some.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join("\n"));
  });

interface TextChange {
  readonly at: number;
  readonly what: number;
  readonly piece: string;
  readonly length: number;
}

function edited(text: string, { at, what, piece, length }: TextChange): string {
  const place = at % (text.length + 1);
  if (what <= 1) return text.slice(0, place) + piece + text.slice(place);
  if (what === 2) return text.slice(0, place) + text.slice(place + length);
  const lines = text.split("\n");
  const index = at % lines.length;
  return lines.with(index, `${"- ".repeat(length % 2)}${" ".repeat(length % 3)}${lines[index]}`).join("\n");
}

test("texts that somebody spoiled are read alike, or left to the full reader", () => {
  let plain = 0;
  fc.assert(
    fc.property(changed, (text) => {
      if (agree(text)) plain += 1;
    }),
    { numRuns: 5_000 },
  );
  expect(plain).toBeGreaterThan(500);
});

describe("what only the full reader judges", () => {
  test.each([
    ["an anchor", "a: &x 1\nb: *x\n"],
    ["a tag", "a: !!str 1\n"],
    ["a folded text", "a: >-\n  b\n  c\n"],
    ["a text over two lines", "a: b\n  c\n"],
    ["a merge key", "a: {}\n<<: {b: 1}\n"],
    ["a key that occurs twice", "a: 1\na: 2\n"],
    ["a key that is no text", "yes: 1\n"],
    ["a number in another base", "a: 0755\n"],
    ["a template", "a: '{{ .Values.x }}'\n"],
    ["a carriage return", "a: 1\r\nb: 2\r\n"],
    ["brackets over two lines", "a: [1,\n  2]\n"],
    ["a text as a document", "--- a\n"],
    ["a wrong indentation", "a:\n   b: 1\n  c: 2\n"],
    ["the prototype", "__proto__:\n  a: 1\n"],
    ["levels without end", `${Array.from({ length: 200 }, (_, level) => `${" ".repeat(level)}a:\n`).join("")}`],
    ["values without end", `a: [${"b,".repeat(200_000)}b]\n`],
    ["lines without end", `a:\n${"  - b\n".repeat(100_000)}`],
  ])("%s", (_what, text) => {
    expect(plainParts(text, new RecentTrees())).toBeUndefined();
  });
});

test("a large document of ordinary lines is plain", () => {
  const lines = Array.from({ length: 30_000 }, (_, n) => `  an-ordinary-label-${n}: with an ordinary value\n`).join("");
  expect(plainParts(`labels:\n${lines}`, new RecentTrees())?.length).toBe(1);
});
