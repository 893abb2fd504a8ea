/** Flagger keeps the Pods of a DaemonSet away with a node selector, which is no new revision: its next look would take ours for one. */
import { expect, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { admissionFor, answer } from "../support/decided-review.ts";
import { scaledToZero } from "../support/flagger-manifests.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";

const admission = admissionFor([service("web"), ingress("web", delay(35))]);
const daemonSet = { ...deployment("web"), kind: "DaemonSet" } as JsonObject;
const away = scaledToZero(daemonSet) as JsonObject;

test.each([
  ["from", away, daemonSet],
  ["to", daemonSet, away],
])("A DaemonSet that is scaled %s zero keeps its template", (_, before, after) => {
  expect(answer(admission, after, { before }).patch).toEqual([]);
});

test("A new revision is sized, whatever its nodes", () => {
  const text = JSON.stringify(away).replace("shop:1", "shop:2");
  expect(answer(admission, JSON.parse(text) as JsonObject, { before: daemonSet }).patch).not.toEqual([]);
});

test("Any other node selector of the user's is a change of the template", () => {
  const text = JSON.stringify(away).replace("flagger.app/scale-to-zero", "example.com/disk");
  expect(answer(admission, JSON.parse(text) as JsonObject, { before: daemonSet }).patch).not.toEqual([]);
});
