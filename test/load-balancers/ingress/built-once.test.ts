/** How often a group is built, told by how often its members are looked up: time would say the same less surely. */
import { describe, expect, test } from "vitest";
import { completeManifests } from "#assessment/complete-manifests.ts";
import { check } from "#check/check.ts";
import { readIngress } from "#kubernetes/objects/ingress/read-ingress.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { overlay } from "#kubernetes/view/overlay.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { delay, type Raw, rawClass, rawIngress, rawPath, rawService } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const size = 40;
const names = Array.from({ length: size }, (_, index) => `app-${index}`);

const member = (name: string, seconds: number): Raw =>
  rawIngress(name, {
    annotations: { "target-type": "ip", "group.name": "edge", "target-group-attributes": delay(seconds) },
    paths: [rawPath(name)],
  });

const routes: readonly Raw[] = names.flatMap((name) => [rawService(name), member(name, 35)]);

/** The same view, with a count of the questions who belongs to a group. */
function counted<V extends ClusterView>(view: V): { readonly view: ClusterView; readonly builds: () => number } {
  let builds = 0;
  return {
    builds: () => builds,
    view: {
      get: (kind, namespace, name) => view.get(kind, namespace, name),
      unread: (...place) => view.unread(...place),
      indexed: (kind, index, key, narrowed) => {
        if (kind === "Ingress" && (index as string) === "group") builds += 1;
        return view.indexed(kind, index, key, narrowed);
      },
      filed: (kind, index, key) => view.filed(kind, index, key),
      keysOf: (kind, index, object) => view.keysOf(kind, index, object),
      keys: (kind, index) => view.keys(kind, index),
      list: (kind) => view.list(kind),
      revision: () => view.revision(),
      spend: () => {},
      memoize: (work, key, make) => view.memoize(work, key, make),
    },
  };
}

const delayOf = (name: string, view: ClusterView, flags: ControllerFlags = defaultControllerFlags): number | undefined =>
  targetGroupsOf({ namespace: "shop", labels: { app: name } }, view, flags).targetGroups[0]?.deregistrationDelay.value;

describe("a group of many Ingresses", () => {
  test("is built once, whichever of its Services is asked about", () => {
    const { view, builds } = counted(viewOf([rawClass("alb"), ...routes]));
    expect(names.map((name) => delayOf(name, view))).toEqual(names.map(() => 35));
    expect(builds()).toBe(1);
  });

  test("is built again after a change, and for a controller of other flags", () => {
    const store = viewOf([rawClass("alb"), ...routes]);
    const { view, builds } = counted(store);
    delayOf("app-0", view);
    const changed = readIngress(member("app-0", 70));
    if (changed === undefined) throw new Error("a member has a name");
    store.put("Ingress", { key: { namespace: "shop", name: "app-0" }, object: changed });
    expect([delayOf("app-0", view), builds()]).toEqual([70, 2]);
    delayOf("app-0", view, { ...defaultControllerFlags, clusterName: "other" });
    expect(builds()).toBe(3);
  });

  test("is another one in a view that has a change put over it, built once there too", () => {
    const { view, builds } = counted(viewOf([rawClass("alb"), ...routes]));
    const place = { kind: "Ingress", namespace: "shop", name: "app-0" } as const;
    const changed = overlay(view, { ...place, object: readIngress(member("app-0", 70)) });
    expect([delayOf("app-0", view), delayOf("app-0", changed), delayOf("app-0", view)]).toEqual([35, 70, 35]);
    for (const name of names) delayOf(name, changed);
    expect(builds()).toBe(2);
  });

  test.each([
    ["with its class", [rawClass("alb")]],
    ["without its class, which is then assumed", []],
  ])("costs a check of the manifests one building, %s", async (_sentence, classes) => {
    const workloads = names.map((name) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace: "shop" },
      spec: { template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "app" }] } } },
    }));
    const text = [...classes, ...routes, ...workloads].map((object) => JSON.stringify(object)).join("\n---\n");
    const manifests = await readManifests(
      watchedKinds,
      ["-"],
      (async function* () {
        yield text;
      })(),
    );
    const settings = readSettings({}, builtInPolicies);
    if (!settings.ok) throw new Error("the defaults are in order");
    const { view, builds } = counted(completeManifests(manifests.view, defaultControllerFlags).view);
    const { findings } = check({ view, objects: manifests.objects }, settings.configuration);
    expect(findings.filter(({ finding }) => finding.rule === "prestop-outlives-deregistration")).toHaveLength(size);
    expect(builds()).toBe(1);
  });
});
