import { expect, test } from "vitest";
import {
  ask,
  gateway,
  gatewayClass,
  groupConfiguration,
  listener,
  object,
  route,
  type Spec,
  toWeb,
  web,
} from "../../support/gateway-manifests.ts";

const objects = [web, groupConfiguration("web"), gatewayClass("alb")];
const listeners = [listener("HTTP", 80), listener("HTTP", 81)];
const made = (parent: Spec, ...more: readonly unknown[]) =>
  ask([...objects, gateway(listeners), route("HTTPRoute", "web", toWeb, { parentRefs: [parent] }), ...more]);

test.each<[string, Spec, number]>([
  ["the Gateway", { name: "edge" }, 1],
  ["a listener of the Gateway", { name: "edge", sectionName: "http81" }, 1],
  ["a port of the Gateway", { name: "edge", port: 81 }, 1],
  ["a listener by name and port", { name: "edge", sectionName: "http81", port: 81 }, 1],
  ["a listener by its name and the port of another", { name: "edge", sectionName: "http81", port: 80 }, 0],
  ["a listener that the Gateway does not have", { name: "edge", sectionName: "http82" }, 0],
  ["a port that the Gateway does not have", { name: "edge", port: 82 }, 0],
])("a route on %s", (_title, parent, count) => {
  expect(made(parent).made).toHaveLength(count);
});

test.each<[string, Spec]>([
  ["another name", { name: "other" }],
  ["another namespace", { name: "edge", namespace: "far" }],
  ["another kind of the same name", { kind: "ListenerSet", name: "edge" }],
])("a route on a parent of %s says nothing of this Gateway, and gets nothing from it", (_title, parent) => {
  const found = made(parent);
  expect(found.made).toEqual([]);
  expect(found.problems.map(({ id }) => id)).not.toContain("gateway-route-not-attached");
});

test("a ListenerSet that is called like its Gateway has listeners of its own", () => {
  const set = object("ListenerSet", "edge", { parentRef: { name: "edge" }, listeners: [listener("HTTP", 90)] });
  const open = gateway(listeners, { allowedListeners: { namespaces: { from: "Same" } } });
  const on = (parent: Spec) =>
    ask([...objects, open, set, route("HTTPRoute", "web", toWeb, { parentRefs: [parent] })]).made.length;
  expect(on({ kind: "ListenerSet", name: "edge", port: 90 })).toBe(1);
  expect(on({ kind: "ListenerSet", name: "edge", port: 80 })).toBe(0);
  expect(on({ name: "edge", port: 90 })).toBe(0);
});

test("a Gateway of the same name in another namespace is another one", () => {
  const open = [listener("HTTP", 80, { allowedRoutes: { namespaces: { from: "All" } } })];
  const far = object("Gateway", "edge", { gatewayClassName: "lb", listeners: open }, { namespace: "far" });
  const near = object("Gateway", "near", { gatewayClassName: "lb", listeners: open });
  const parentRefs = [{ name: "edge", namespace: "far" }, { name: "near" }];
  const found = ask([...objects, gateway(open), far, near, route("HTTPRoute", "web", toWeb, { parentRefs })]);
  expect(found.made.map(({ origin }) => `${origin.namespace}/${origin.name}`).sort()).toEqual(["far/edge", "web/near"]);
  expect(found.problems).toEqual([]);
});

test("a second rule configuration stops the Gateway, one does not", () => {
  const filters = (count: number) =>
    Array.from({ length: count }, () => ({
      type: "ExtensionRef",
      extensionRef: { group: "gateway.k8s.aws", kind: "ListenerRuleConfiguration", name: "r" },
    }));
  const idsOf = (count: number) =>
    ask([
      ...objects,
      gateway(listeners),
      route("HTTPRoute", "web", [], { rules: [{ backendRefs: toWeb, filters: filters(count) }] }),
    ]).problems.map(({ id }) => id);
  expect(idsOf(1)).not.toContain("gateway-rule-configuration-duplicate");
  expect(idsOf(2)).toContain("gateway-rule-configuration-duplicate");
});

test("a rule without weight does not keep an NLB from using the backends of another rule", () => {
  const more = object("Service", "more", { ports: [{ port: 80 }] });
  const rules = [{ backendRefs: [{ name: "web", port: 80, weight: 0 }] }, { backendRefs: [{ name: "more", port: 80 }] }];
  const tcp = [gatewayClass("nlb"), gateway([listener("TCP", 80)]), route("TCPRoute", "web", [], { rules })];
  const http = [gatewayClass("alb"), gateway([listener("HTTP", 80)]), route("HTTPRoute", "web", [], { rules })];
  const used = (given: readonly unknown[]) =>
    ask([web, groupConfiguration("web"), more, groupConfiguration("more"), ...given])
      .made.map(({ service, usedByListener }) => [service, usedByListener])
      .sort();
  expect(used(tcp)).toEqual([
    ["more", true],
    ["web", true],
  ]);
  expect(used(http)).toEqual([
    ["more", true],
    ["web", false],
  ]);
});
