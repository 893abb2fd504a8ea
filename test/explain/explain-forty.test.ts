import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runExplain } from "../cli/run-explain.ts";
import { type Explained, type ExplanationDocument, explained } from "./explained.ts";

const folder = fileURLToPath(new URL("../cases/forty", import.meta.url));
const expected = JSON.parse(readFileSync(`${folder}/expected.json`, "utf8")) as Explained;
const run = await runExplain(["-f", folder, "--all", "-o", "json"]);
const found = explained((JSON.parse(run.stdout) as { items: readonly ExplanationDocument[] }).items);

describe("forty files of many kinds, explained from the files alone", () => {
  test("everything was read", () => {
    expect(run.code).toBe(0);
  });

  test("each workload that nobody else makes is there, and no other", () => {
    expect(Object.keys(found)).toEqual(Object.keys(expected));
  });

  test.each(Object.keys(expected))("%s is explained as the controller's reference says", (name) => {
    expect(found[name]).toEqual(expected[name]);
  });
});
