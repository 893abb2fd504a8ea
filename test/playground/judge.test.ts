import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkJson } from "#check/check-json.ts";
import { explanationJson } from "#explain/explanation-json.ts";
import { configurationOf } from "#library/configuration.ts";
import { judge, longestText } from "#playground/judge.ts";
import { runCheck } from "../cli/run-check.ts";
import { runExplain } from "../cli/run-explain.ts";
import { caseTexts } from "./case-texts.ts";

const defaults = configurationOf({});

test("there are cases to compare", () => {
  expect(caseTexts.length).toBeGreaterThan(100);
});

describe.each(caseTexts)("of %s the page", (_file, text) => {
  const judged = () => judge(text, defaults);

  test("finds what check finds, in the same lines", async () => {
    const { checked } = judged();
    const { stdout } = await runCheck(["-", "-o", "json"], { stdin: text });
    expect(JSON.parse(JSON.stringify(checkJson({ ...checked, unreadable: [] })))).toEqual(JSON.parse(stdout));
  });

  test("explains what explain --all explains", async () => {
    const { explanations } = judged();
    const { stdout } = await runExplain(["--all", "-f", "-", "-o", "json"], { stdin: text });
    expect(JSON.parse(JSON.stringify({ items: explanations.map((each) => explanationJson(each)) }))).toEqual(JSON.parse(stdout));
  });

  test("notes what check notes", async () => {
    const { notes } = judged();
    const { stderr } = await runCheck(["-"], { stdin: text });
    expect(notes.filter(({ message }) => !stderr.includes(message))).toEqual([]);
  });

  test("writes what check --fix=all writes", async () => {
    const { fixed } = judged();
    const folder = mkdtempSync(join(tmpdir(), "outlive-playground-"));
    const file = join(folder, "case.yaml");
    writeFileSync(file, text);
    await runCheck([file, "--fix=all"]);
    expect(fixed.text).toBe(readFileSync(file, "utf8"));
    rmSync(folder, { recursive: true });
  });
});

test("a text that is too long is not read, and one sentence says so", () => {
  const { notes, explanations } = judge("a".repeat(longestText + 1), defaults);
  expect(explanations).toEqual([]);
  expect(notes).toEqual([{ severity: "error", line: undefined, message: expect.stringContaining("1,500,000") }]);
});

test.each([
  "",
  "---",
  "{",
  "a: [",
  "kind: Pod",
  "\u0000",
  "[".repeat(5000),
  "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: 7",
])("%j gets an answer", (text) => {
  expect(() => judge(text, defaults)).not.toThrow();
});
