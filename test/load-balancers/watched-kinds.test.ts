import { expect, test } from "vitest";
import type { Kind } from "#kubernetes/view/kinds.ts";
import { watchedKindOf, watchedKinds } from "#load-balancers/watched-kinds.ts";

const all = Object.entries(watchedKinds);

test.each(all)("%s is recognised in each of its versions", (name, { kind, group, versions }) => {
  for (const version of versions) expect(watchedKindOf(group === "" ? version : `${group}/${version}`, kind)).toBe(name);
});

test.each<readonly [string, string, Kind | undefined]>([
  ["eks.amazonaws.com/v1", "TargetGroupBinding", "EksTargetGroupBinding"],
  ["elbv2.k8s.aws/v1alpha1", "TargetGroupBinding", "TargetGroupBinding"],
  ["v1", "Ingress", undefined],
  ["example.com/v1", "Service", undefined],
  ["", "", undefined],
])("%s %s is %s", (apiVersion, kind, name) => {
  expect(watchedKindOf(apiVersion, kind)).toBe(name);
});

test("no two kinds are listed at one path", () => {
  expect(new Set(all.map(([, { group, plural }]) => `${plural}.${group}`)).size).toBe(all.length);
});

test.each(all)("%s says in one line why it is read", (_, { purpose }) => {
  expect(purpose).toMatch(/^\S.{10,110}$/);
});
