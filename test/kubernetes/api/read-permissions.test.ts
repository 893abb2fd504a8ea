import { expect, test } from "vitest";
import { readPermissions } from "#kubernetes/api/read-permissions.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";

test("Every kind that is watched needs one permission, to list and to watch", () => {
  const permissions = readPermissions(watchedKinds);
  expect(permissions).toHaveLength(Object.values(watchedKinds).filter(({ watched }) => watched).length);
  expect(permissions).toContainEqual(expect.objectContaining({ group: "", resource: "pods", verbs: ["list", "watch"] }));
  expect(new Set(permissions.map(({ group, resource }) => `${resource}.${group}`)).size).toBe(permissions.length);
});
