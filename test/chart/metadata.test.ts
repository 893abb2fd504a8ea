/** What chart repositories ask of a chart's metadata. */
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { withChanges } from "../../scripts/release/chart-archive.ts";
import { read } from "../repo/repository.ts";

const change = z.strictObject({
  kind: z.enum(["added", "changed", "deprecated", "removed", "fixed", "security"]),
  description: z.string().min(1),
});

const metadata = z.strictObject({
  apiVersion: z.literal("v2"),
  name: z.literal("outlive"),
  description: z.string().max(160),
  type: z.literal("application"),
  version: z.literal(packageJson.version),
  appVersion: z.literal(packageJson.version),
  kubeVersion: z.string().regex(/^>=1\.\d+\.0-0$/),
  home: z.url().optional(),
  sources: z.array(z.url()).optional(),
  keywords: z.array(z.string()).min(1),
  maintainers: z.array(z.strictObject({ name: z.string() })).min(1),
  annotations: z.strictObject({
    "artifacthub.io/license": z.literal(packageJson.license),
    "artifacthub.io/category": z.literal("networking"),
    "artifacthub.io/prerelease": z.enum(["true", "false"]),
    "artifacthub.io/operator": z.literal("false"),
    "artifacthub.io/changes": z.string(),
  }),
});

const committed = read("charts/outlive/Chart.yaml");
const chart = metadata.parse(parse(committed));

test("the version before 1.0 is called a pre-release", () => {
  expect(chart.annotations["artifacthub.io/prerelease"]).toBe(String(packageJson.version.startsWith("0.")));
});

test("the changes of a release are those of the changelog's first version", () => {
  const changelog = read("CHANGELOG.md");
  const released = metadata.parse(parse(withChanges(committed, changelog)));
  const changes = z.array(change).parse(parse(released.annotations["artifacthub.io/changes"]));
  const [, first = ""] = changelog.split(/^## /m);
  expect(first.startsWith(packageJson.version)).toBe(true);
  expect(changes).toHaveLength(first.split("\n").filter((line) => line.startsWith("- ")).length);
});
