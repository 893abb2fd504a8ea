/**
 * The list of fields by which costs are tested and measured is complete: a field that a reader learns to read has to be in the objects
 * that the tests of costs and `bench/large-object.ts` let grow.
 */
import { expect, test } from "vitest";
import { kindsIn } from "#kubernetes/view/kind-registry.ts";
import type { Kind } from "#kubernetes/view/kinds.ts";
import { watchedKindOf, watchedKinds } from "#load-balancers/watched-kinds.ts";
import { recording } from "../support/recorded-reads.ts";
import type { Raw } from "../support/routing.ts";
import { tenantWorld } from "../support/tenant-world.ts";

/** Written by whoever runs the cluster. */
const ofAdministrators: readonly Kind[] = ["Node", "NodePool", "NodeClaim", "MutatingWebhookConfiguration"];

/** What is read of one kind and cannot stand in another, and what makes an object one that is not looked at. */
const neverThere: readonly RegExp[] = [
  /^metadata\.deletionTimestamp$/,
  /^metadata\.namespace$/,
  /^spec\.(?:strategy|updateStrategy|replicas)$/,
  /^spec\.(?:strategy|updateStrategy)\.(?:canary|blueGreen)$/,
  /^spec\.strategy\.blueGreen\.(?:maxUnavailable|maxSurge|partition)$/,
  /\.toJSON$/,
];

const kindOf = (raw: Raw): Kind | undefined => watchedKindOf(String(raw["apiVersion"]), String(raw["kind"]));

function pathsIn(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((each) => pathsIn(each, `${path}[]`))];
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => pathsIn(each, path === "" ? key : `${path}.${key}`))];
}

const kinds = kindsIn(watchedKinds).filter((kind) => !ofAdministrators.includes(kind));

test.each<[Kind]>(kinds.map((kind) => [kind]))("every field that is read of a %s is there", (kind) => {
  const objects = tenantWorld.filter((raw) => kindOf(raw) === kind);
  expect(objects).not.toEqual([]);
  const absent = new Set<string>();
  for (const raw of objects) watchedKinds[kind].read(recording(raw, absent));
  const there = new Set(objects.flatMap((raw) => pathsIn(raw)));
  const missing = [...absent].filter((path) => !there.has(path) && !neverThere.some((pattern) => pattern.test(path)));
  expect(missing).toEqual([]);
});

test("a field that is in no object is noticed", () => {
  const absent = new Set<string>();
  watchedKinds.Service.read(recording({ metadata: { name: "a" }, spec: { ports: [{ port: 1 }] } }, absent));
  expect([...absent]).toEqual(expect.arrayContaining(["spec.selector", "spec.ports[].targetPort", "metadata.labels"]));
});
