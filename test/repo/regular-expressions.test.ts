import { globSync, readFileSync } from "node:fs";
import { checkSync } from "recheck";
import { parseAst } from "rolldown/parseAst";
import { expect, test } from "vitest";

interface Found {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Milliseconds: the slowest takes 8 s on an idle machine, and what takes longer than this is "unknown". */
const timeout = 50_000;

const files = globSync("src/**/*.ts").sort();

function regularExpressionsOf(file: string): readonly Found[] {
  const found: Found[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("regex" in node) {
      const { pattern, flags } = node.regex as Omit<Found, "file">;
      found.push({ file, pattern, flags });
    }
    for (const child of Object.values(node)) walk(child);
  };
  walk(parseAst(readFileSync(file, "utf8"), { lang: "ts" }));
  return found;
}

const all = files.flatMap(regularExpressionsOf);

test("regular expressions are found", () => {
  expect(all.length).toBeGreaterThan(20);
});

test.each(all)("$file: /$pattern/$flags takes time in proportion to the text", ({ pattern, flags }) => {
  expect(checkSync(pattern, flags, { timeout })).toMatchObject({ status: "safe" });
});

/** Made of constants, each of which is checked here as the text that it makes. */
const composed: Readonly<Record<string, readonly string[]>> = {
  "src/settings/tls-schema.ts": ["^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$"],
  "src/certificates/pem.ts": ["-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----"],
};

test.each(files.filter((file) => readFileSync(file, "utf8").includes("new RegExp(")))("%s makes known expressions", (file) => {
  expect(composed[file]).toBeDefined();
  for (const pattern of composed[file] ?? []) expect(checkSync(pattern, "", { timeout })).toMatchObject({ status: "safe" });
});
