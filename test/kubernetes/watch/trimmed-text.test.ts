import fc from "fast-check";
import { expect, test } from "vitest";
import { TrimmedText } from "#kubernetes/watch/trimmed-text.ts";

const unread = ["managedFields", "env"];

function trimmed(text: string, sizes: readonly number[], how: "readLine" | "readObject"): string {
  const reader = new TrimmedText(unread);
  let bytes = new TextEncoder().encode(text);
  for (const size of [...sizes, bytes.length]) {
    const piece = bytes.subarray(0, size);
    bytes = bytes.subarray(size);
    expect(reader[how](piece, 0)).toBe(piece.length);
  }
  return reader.take();
}

/** What the text should become, where no piece ends within a name. */
const without = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      unread.includes(key) && typeof field === "object" && field !== null ? 0 : without(field),
    ]),
  );
};

const names = fc.oneof(fc.constantFrom("managedFields", "env", "a", '"env', "x\\env", "ä"), fc.string({ unit: "grapheme" }));
const { object } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.string({ unit: "grapheme" }), fc.integer(), fc.constant(null), tie("object"), tie("list")),
  object: fc.dictionary(names, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  list: fc.array(tie("value"), { maxLength: 3 }),
}));

test.each(["readLine", "readObject"] as const)("%s leaves out the lists and maps that are not read, and nothing else", (how) => {
  fc.assert(
    fc.property(object, (given) => {
      expect(JSON.parse(trimmed(JSON.stringify(given), [], how))).toEqual(without(given));
    }),
  );
});

test.each(["readLine", "readObject"] as const)("%s gives what is read in pieces whatever their sizes", (how) => {
  fc.assert(
    fc.property(object, fc.array(fc.nat(9), { maxLength: 30 }), (given, sizes) => {
      // A name that is cut in two is not recognised, and its value only costs the time to parse it.
      expect(without(JSON.parse(trimmed(JSON.stringify(given), sizes, how)))).toEqual(without(given));
    }),
  );
});

test("a line ends where it ends, even within what no JSON may hold there", () => {
  const reader = new TrimmedText(unread);
  const bytes = new TextEncoder().encode('{"type":"AD\n{"env":[\n{}\n');
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    at = reader.readLine(bytes, at);
    lines.push(reader.take());
  }
  expect(lines).toEqual(['{"type":"AD', '{"env":', "{}"]);
});

test("an object is complete with its last bracket, and what follows is left alone", () => {
  const reader = new TrimmedText(unread);
  const bytes = new TextEncoder().encode('{"a":"}","env":[{}],"b":{}},{"c":1}');
  expect(reader.complete).toBe(false);
  expect(reader.readObject(bytes, 0)).toBe(27);
  expect(reader.complete).toBe(true);
  expect(reader.take()).toBe('{"a":"}","env":0,"b":{}}');
});

test("a value of a megabyte is read whole", () => {
  const text = JSON.stringify({ env: ["x".repeat(500_000)], a: "y".repeat(1_000_000) });
  expect(trimmed(text, [400_000, 400_000], "readObject")).toBe(JSON.stringify({ env: 0, a: "y".repeat(1_000_000) }));
});
