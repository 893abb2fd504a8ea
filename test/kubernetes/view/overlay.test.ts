import { describe, expect, test } from "vitest";
import { readIngress } from "#kubernetes/objects/ingress/read-ingress.ts";
import { readService } from "#kubernetes/objects/read-service.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { overlay } from "#kubernetes/view/overlay.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { delay, rawClass, rawIngress, rawService } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const ingress = (seconds: number, name = "web") =>
  readIngress(rawIngress(name, { annotations: { "target-type": "ip", "target-group-attributes": delay(seconds) } }));

const view = viewOf([
  rawClass("alb"),
  rawService("web"),
  rawIngress("web", { annotations: { "target-type": "ip", "target-group-attributes": delay(20) } }),
]);
const place = { kind: "Ingress", namespace: "shop", name: "web" } as const;

const delays = (changed: ClusterView): readonly number[] =>
  targetGroupsOf({ namespace: "shop", labels: { app: "web" } }, changed, defaultControllerFlags).targetGroups.map(
    ({ deregistrationDelay }) => deregistrationDelay.value,
  );

describe("a view with one change", () => {
  test("leaves the view under it as it was", () => {
    overlay(view, { ...place, object: ingress(70) });
    expect(delays(view)).toEqual([20]);
  });

  test("shows a replaced object by name, by index and in the list", () => {
    const changed = overlay(view, { ...place, object: ingress(70) });
    expect(delays(changed)).toEqual([70]);
    expect(changed.list("Ingress")).toHaveLength(1);
    expect(changed.get("Ingress", "shop", "web")).toEqual(ingress(70));
  });

  test("shows an added object in its order", () => {
    const changed = overlay(view, { ...place, name: "a", object: ingress(70, "a") });
    expect(changed.list("Ingress").map(({ meta }) => meta.name)).toEqual(["a", "web"]);
    expect(delays(changed)).toEqual([70, 20]);
  });

  test("does not show a removed object", () => {
    const changed = overlay(view, { ...place, object: undefined });
    expect([delays(changed), changed.list("Ingress"), changed.get("Ingress", "shop", "web")]).toEqual([[], [], undefined]);
  });

  test("files an object under its new keys only", () => {
    const service = readService(rawService("web", { spec: { selector: { app: "green" } } }));
    const changed = overlay(view, { kind: "Service", namespace: "shop", name: "web", object: service });
    expect([delays(changed), changed.indexed("Service", "selector", "shop/app=green")]).toEqual([[], [service]]);
  });

  test("can be changed again", () => {
    const twice = overlay(overlay(view, { ...place, object: ingress(70) }), { ...place, name: "b", object: ingress(30, "b") });
    expect(delays(twice)).toEqual([30, 70]);
  });
});
