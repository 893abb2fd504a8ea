import { expect, test } from "vitest";
import { type WatchedKindName, watchedKindOf, watchedKinds } from "#kubernetes/objects/watched-kinds.ts";
import { indexes, type Kind, type ObjectsByKind } from "#kubernetes/view/indexes.ts";

/** Does not compile where a reader gives something else than facts expect of its kind. */
const readers: { readonly [K in Kind]: { readonly read: (raw: unknown) => ObjectsByKind[K] | undefined } } = watchedKinds;

test("every kind that facts ask for is read, and no other", () => {
  expect(Object.keys(readers).sort()).toEqual(Object.keys(indexes).sort());
});

test.each(Object.entries(watchedKinds))("%s is recognised in each of its versions", (name, { kind, group, versions }) => {
  for (const version of versions) expect(watchedKindOf(group === "" ? version : `${group}/${version}`, kind)).toBe(name);
});

test.each<readonly [string, string, WatchedKindName | undefined]>([
  ["eks.amazonaws.com/v1", "TargetGroupBinding", "EksTargetGroupBinding"],
  ["elbv2.k8s.aws/v1alpha1", "TargetGroupBinding", "TargetGroupBinding"],
  ["v1", "Ingress", undefined],
  ["example.com/v1", "Service", undefined],
  ["", "", undefined],
])("%s %s is %s", (apiVersion, kind, name) => {
  expect(watchedKindOf(apiVersion, kind)).toBe(name);
});
