/** Every message is short: what in two sentences at most, why in one, what to do in one. */
import { describe, expect, test } from "vitest";
import { read } from "./repository.ts";

interface Message {
  readonly id: string;
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

const messages: readonly Message[] = [
  ...read("docs/messages.md").matchAll(
    /^### (\S+)\n\n(?:error|warning): (.*)\.\n\n- Why it matters: (.*)\.\n- What to do: (.*)\.$/gm,
  ),
].map(([, id = "", what = "", why = "", todo = ""]) => ({ id, what, why, todo }));

/** A full stop or a semicolon ends a sentence; within a command or a number neither does. */
const sentences = (text: string): number => text.split(/[.;] /).length;

test("all messages of docs/messages.md are found", () => {
  expect(messages.length).toBe([...read("docs/messages.md").matchAll(/^### /gm)].length);
  expect(messages.length).toBeGreaterThan(80);
});

describe.each(messages)("$id", ({ what, why, todo }) => {
  test("says what is wrong in two sentences at most", () => {
    expect(sentences(what)).toBeLessThanOrEqual(2);
  });

  test("says why in one sentence", () => {
    expect(sentences(why)).toBe(1);
  });

  test("says what to do in one sentence", () => {
    expect(sentences(todo)).toBe(1);
  });

  test("says each briefly", () => {
    for (const text of [what, why, todo]) expect(text.length).toBeLessThanOrEqual(200);
  });
});
