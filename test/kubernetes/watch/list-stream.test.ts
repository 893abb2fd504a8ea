import fc from "fast-check";
import { expect, test } from "vitest";
import { readList } from "#kubernetes/watch/list-stream.ts";

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

async function read(
  text: string,
  sizes: readonly number[] = [],
): Promise<{ readonly items: readonly unknown[]; readonly list: unknown }> {
  const items: unknown[] = [];
  const list = await readList(cut(new TextEncoder().encode(text), sizes), { onItem: (item) => items.push(item) });
  return { items, list };
}

const objects = fc.array(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()), { maxLength: 4 });

test("A list gives the same items as reading it whole, however its text is cut", async () => {
  await fc.assert(
    fc.asyncProperty(objects, fc.array(fc.nat(12)), fc.constantFrom(0, 1), fc.boolean(), async (given, sizes, indent, first) => {
      const metadata = { resourceVersion: "7", continue: 'a"]}\\', annotations: { a: [{}] } };
      const list = first ? { metadata, items: given } : { items: given, metadata };
      const answer = await read(JSON.stringify(list, null, indent), sizes);
      expect(JSON.stringify(answer.items)).toBe(JSON.stringify(given));
      expect(answer.list).toEqual({ metadata, items: given.map(() => 0) });
    }),
  );
});

test("A list without items, as Go writes an empty one, gives none", async () => {
  expect(await read('{"metadata":{},"items":null}\n')).toEqual({ items: [], list: { metadata: {}, items: null } });
});

test.each([
  ["ends within an item", '{"items":[{"a":1},{"b"', "ended before it was complete"],
  ["ends within a string", '{"items":[],"metadata":{"a":"b', "ended before it was complete"],
  ["is empty", "", "not a list in JSON"],
  ["is a page of a proxy", "<html></html>", "not a list in JSON"],
  ["holds an item that is no JSON", '{"items":[{a}]}', "not a list in JSON"],
])("A text that %s is an error", async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});
