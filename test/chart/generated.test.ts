import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generatedFiles, valuesSchema } from "../../scripts/gen-chart.ts";
import { fieldsOf, valuesIn } from "../../scripts/gen-chart-fields.ts";
import { plainManifests } from "../../scripts/gen-deploy.ts";
import { chart, helmPath, root } from "./helm.ts";

const read = (...path: string[]): string => readFileSync(join(...path), "utf8");

test.each(Object.entries(generatedFiles()))("charts/outlive/%s is as scripts/gen-chart.ts writes it", (path, content) => {
  expect(read(chart, path)).toBe(content);
});

test("deploy/kustomize/base is as scripts/gen-deploy.ts writes it", () => {
  const base = join(root, "deploy/kustomize/base");
  const written = Object.fromEntries(readdirSync(base).map((name) => [name, read(base, name)]));
  expect(written).toEqual(plainManifests(helmPath));
});

describe("every value", () => {
  const own = valuesIn(fieldsOf(valuesSchema())).filter(({ path }) => path[0] !== "configuration");
  const folder = join(chart, "templates");
  const templates = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(yaml|tpl|txt)$/.test(name))
    .map((name) => read(folder, name))
    .join("\n");
  const readme = read(chart, "README.md");

  /** Sections that templates walk over by a name of their own. */
  const walked: Readonly<Record<string, string>> = {
    "webhooks.pods": "$choice",
    "webhooks.workloads": "$choice",
    "webhooks.routes": "$choice",
    "webhooks.classes": "$choice",
    "webhooks.namespaces": "$choice",
    serviceMonitor: "$wanted",
    podMonitor: "$wanted",
  };
  const readAs = (path: readonly string[]): readonly string[] => {
    const section = path.slice(0, -1).join(".");
    const variable = walked[section];
    const whole = section === "tls.self" ? ["merge $tls .Values.tls.self"] : [];
    return [`.Values.${path.join(".")}`, ...(variable === undefined ? [] : [`${variable}.${path.at(-1)}`]), ...whole];
  };

  test.each(own.map(({ path }) => [path.join("."), path] as const))("%s is used by a template", (name, path) => {
    const ways = readAs(path);
    const used = ways.some((way) => templates.includes(way));
    expect(used || (name.endsWith(".enabled") && templates.includes("index $.Values.webhooks $entry.name).enabled"))).toBe(true);
  });

  test.each(own.map(({ path }) => [path.join(".")]))("%s is in the README", (name) => {
    expect(readme).toContain(`| \`${name}\` |`);
  });
});
