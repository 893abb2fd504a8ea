import { beforeEach, expect, test } from "vitest";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { DependencyTracker } from "#kubernetes/view/dependency-tracker.ts";
import type { ObjectStore, StoreChange } from "#kubernetes/view/object-store.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { deployment, service } from "../../support/shop.ts";
import { viewOf } from "../../support/view.ts";

let store: ObjectStore;
let tracker: DependencyTracker;
let outdated: string[];
beforeEach(() => {
  store = viewOf([service("web"), deployment("web")]);
  tracker = new DependencyTracker(store, watchedKinds);
  outdated = [];
  store.observe((change: StoreChange) => outdated.push(...tracker.outdatedBy(change)));
});

const put = (namespace: string, annotations: Readonly<Record<string, string>>): void => {
  const read = watchedKinds.Service.read(service(namespace, annotations));
  if (read !== undefined) store.put("Service", { key: { namespace, name: "shop" }, object: read });
};

const name = (view: ClusterView, namespace: string) => view.get("Service", namespace, "shop")?.meta.name;

test.each<[string, (view: ClusterView) => unknown]>([
  ["an object by its name", (view) => name(view, "web")],
  ["a key of an index", (view) => view.indexed("Service", "selector", "web/app=shop")],
  ["a whole kind", (view) => view.list("Service")],
  ["work that is shared", (view) => view.memoize(name, "web", () => name(view, "web"))],
])("a result that asked for %s is outdated by a change of it, and by no other", (_, ask) => {
  tracker.track("result", ask);
  tracker.track("other", (view) => view.get("Deployment", "web", "shop"));
  put("web", { changed: "1" });
  expect(outdated).toEqual(["result"]);
});

test("what did not exist when it was asked for outdates a result once it does", () => {
  tracker.track("result", (view) => name(view, "later"));
  put("elsewhere", {});
  expect(outdated).toEqual([]);
  put("later", {});
  expect(outdated).toEqual(["result"]);
});

test("shared work is done once, and again after a change, and everybody who used it is outdated", () => {
  let made = 0;
  const ask = (view: ClusterView): unknown =>
    view.memoize(name, "web", () => {
      made += 1;
      return name(view, "web");
    });
  tracker.track("one", ask);
  tracker.track("two", ask);
  put("elsewhere", { changed: "1" });
  tracker.track("one", ask);
  expect(made).toBe(1);
  put("web", { changed: "1" });
  expect(outdated.toSorted()).toEqual(["one", "two"]);
  tracker.track("one", ask);
  expect(made).toBe(2);
});

test("only what was asked for the last time counts", () => {
  tracker.track("result", (view) => name(view, "web"));
  tracker.track("result", (view) => name(view, "other"));
  put("web", { changed: "1" });
  expect(outdated).toEqual([]);
  tracker.forget("result");
  put("other", {});
  expect(outdated).toEqual([]);
});
