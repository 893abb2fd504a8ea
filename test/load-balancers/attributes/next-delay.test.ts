/** Delays that routes announce before they take effect. */
import { expect, test } from "vitest";
import { nextDelay } from "#load-balancers/attributes/next-delay.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";

const meta = (name: string, text?: string): ObjectMeta => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  namespace: "web",
  name,
  uid: "",
  labels: {},
  annotations: text === undefined ? {} : { "outlive.dev/next-deregistration-delay": text },
  creationTimestamp: "",
  deleting: false,
});

const announced = (...objects: readonly ObjectMeta[]) => {
  const problems: Problem[] = [];
  const delay = nextDelay(objects, problems);
  const from = delay?.source.from === "object" ? `${delay.source.object.name}: ${delay.value}` : undefined;
  return [from, problems.map(({ id, object, details }) => `${id} ${object.name} ${details["value"]}`)];
};

test.each<[string, readonly ObjectMeta[], readonly unknown[]]>([
  ["nothing", [], [undefined, []]],
  ["no annotation", [meta("a")], [undefined, []]],
  ["one", [meta("a", "60")], ["a: 60", []]],
  ["a Go duration", [meta("a", "1m30s")], ["a: 90", []]],
  ["the longest, wherever it is", [meta("a", "60"), meta("b", "90"), meta("c", "70")], ["b: 90", []]],
  ["the first of equals", [meta("a", "60"), meta("b", "60")], ["a: 60", []]],
  ["what can be read beside what cannot", [meta("a", "soon"), meta("b", "60")], ["b: 60", ["duration-unparsable a soon"]]],
  ["nothing that can be read", [meta("a", "")], [undefined, ["duration-unparsable a "]]],
])("announced is %s", (_sentence, objects, expected) => {
  expect(announced(...objects)).toEqual(expected);
});
