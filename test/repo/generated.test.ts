import { expect, test } from "vitest";
import { generatedDocs } from "../../scripts/gen-docs-files.ts";
import { biomeConfiguration } from "../../scripts/gen-layers.ts";
import { read, root } from "./repository.ts";

const docs = Object.entries(await generatedDocs(root));

test.each(docs)("%s is what `npm run gen` writes", (path, content) => {
  expect(read(path)).toBe(content);
});

test("biome.json is what `npm run gen` writes", () => {
  expect(JSON.parse(read("biome.json"))).toEqual(biomeConfiguration());
});
