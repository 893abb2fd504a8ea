import { expect, test } from "vitest";
import { DemoScreen } from "#cli/demo/demo-screen.ts";
import { harmIn, poison } from "../wording/hostile-text.ts";

function shown(columns: number, text: string): readonly string[] {
  let written = "";
  const out = { columns, isTTY: false, write: (chunk: string) => (written += chunk) };
  new DemoScreen(out).output(text);
  return written.trimEnd().split("\n");
}

const warning = `Warning: ${"a warning of several words ".repeat(12)}[prestop-outlives-deregistration]`;

test.each([80, 100, 120])("at %i columns a warning is broken between words", (columns) => {
  const lines = shown(columns, warning);
  expect(lines.length).toBeGreaterThan(1);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(lines.map((line) => line.trim()).join(" ")).toBe(warning);
});

test("a line that fits keeps its columns", () => {
  expect(shown(80, "NAME    READY\nshop    1/1")).toEqual(["  NAME    READY", "  shop    1/1"]);
});

test("what commands print is harmless", () => {
  expect(harmIn(shown(80, `error: ${poison}\nservice/${poison} created`).join("\n"))).toBeUndefined();
});
