/** Fields that lists and watches drop before an object is parsed: no reader may look at one of them. */
import { expect, test } from "vitest";
import { kindsIn } from "#kubernetes/view/kind-registry.ts";
import type { Kind } from "#kubernetes/view/kinds.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";

/** An object in which every field exists, down to any depth, and which notes the names that were looked for. */
function endless(looked: Set<string>, list: boolean): object {
  const inner = (): object => endless(looked, list);
  const of = (name: string | symbol): unknown => {
    if (typeof name === "symbol") return undefined;
    looked.add(name);
    return ["name", "namespace", "kind"].includes(name) ? "shop" : list && /^\w*s$/.test(name) ? [inner()] : inner();
  };
  return new Proxy(
    {},
    {
      get: (_, name) => of(name),
      has: () => true,
      getOwnPropertyDescriptor: (_, name) => ({ value: of(name), configurable: true, enumerable: true, writable: true }),
    },
  );
}

const kinds = kindsIn(watchedKinds).filter((kind) => "unread" in watchedKinds[kind]);

test.each<[Kind]>(kinds.map((kind) => [kind]))("what is dropped of a %s is not read", (kind) => {
  const looked = new Set<string>();
  for (const list of [false, true]) watchedKinds[kind].read(endless(looked, list));
  expect(looked).toContain("metadata");
  expect([...looked]).toEqual(expect.arrayContaining(["spec", "name"]));
  const { unread = [] } = watchedKinds[kind] as { readonly unread?: readonly string[] };
  expect(unread.filter((field) => looked.has(field))).toEqual([]);
});

test("there are such kinds", () => {
  expect(kinds).toContain("Pod");
});
