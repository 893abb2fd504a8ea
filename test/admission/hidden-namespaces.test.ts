/** Anyone who reaches the port can send a review; it must not tell them which namespaces exist. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createAdmission } from "#admission/admit.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { loadCase, reviewOf } from "../support/case.ts";
import { viewOf } from "../support/view.ts";

const read = readSettings({ excludedNamespaces: ["excluded"] }, builtInPolicies);
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const { configuration } = read;

const namespace = (name: string, labels = {}): object => ({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
const { handle } = createAdmission({
  view: viewOf([namespace("there"), namespace("excluded"), namespace("switched-off", { "outlive.dev/mode": "off" })]),
  synced: () => true,
  configuration: () => configuration,
});

const folder = join(import.meta.dirname, "../cases");
const reviews = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml") && !file.endsWith(".golden.yaml") && !/^(?:seed-manifests|forty)\//.test(file))
  .map((file) => reviewOf(loadCase(join(folder, file))) as { request: object })
  .filter(({ request }) => "namespace" in request && request.namespace !== "");

const within = (review: { request: object }, name: string): unknown => {
  const moved = structuredClone({ ...review, request: { ...review.request, namespace: name } });
  for (const key of ["object", "oldObject"] as const) {
    const object = (moved.request as Record<string, { metadata?: object } | null | undefined>)[key];
    if (object?.metadata !== undefined) object.metadata = { ...object.metadata, namespace: name };
  }
  return moved;
};

describe.each(["mutate", "validate"] as const)("/%s answers alike for a namespace", (endpoint) => {
  test.each(["there", "excluded", "switched-off"])("that is not there and one that is out of scope: %s", (name) => {
    expect(reviews.length).toBeGreaterThan(20);
    for (const review of reviews)
      expect(handle(endpoint, within(review, "nowhere")).text).toBe(handle(endpoint, within(review, name)).text);
  });

  test("and the log and the metrics still tell them apart", () => {
    const records = reviews.map((review) => handle(endpoint, within(review, "nowhere")).record);
    expect(records.some(({ result, reason }) => result === "failed-open" && reason === "namespace-unknown")).toBe(true);
  });
});
