import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./helm.ts";

const read = (folder: string, ending: RegExp): string =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => readFileSync(join(root, folder, name), "utf8"))
    .join("\n");

const sources = read("src", /\.ts$/) + read("charts/outlive/templates", /\.yaml$/);

/** Rows of the table of messages that Outlive or its chart says; numbers and … stand for what changes. */
const ours = readFileSync(join(root, "docs/operations.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| `.*\| (`\/readyz`|log|log, exit 3|`helm`) \|/.test(line) && !line.includes("additional properties"))
  .flatMap((line) => [...(line.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, message = ""]) => message));

test.each(ours)("the message %s is one that the code has", (message) => {
  const parts = message.split(/…|\d+ s/).filter((part) => part.trim().length > 3);
  expect(parts.length).toBeGreaterThan(0);
  expect(parts.filter((part) => !sources.includes(part.trim()))).toEqual([]);
});
