import { describe, expect, test } from "vitest";
import { routesNeedingGrant } from "#load-balancers/gateway/problems/grant-problems.ts";
import { usableBackend } from "#load-balancers/gateway/usable-backend.ts";
import { object, route, type Spec } from "../../support/gateway-manifests.ts";
import { viewOf } from "../../support/view.ts";

const gatewayGroup = "gateway.networking.k8s.io";
const shop = { namespace: "shop" };
const fromShop = { group: gatewayGroup, kind: "HTTPRoute", namespace: "shop" };
const toServices = { group: "", kind: "Service" };
const grant = (from: readonly Spec[], to: readonly Spec[] = [toServices], namespace = "web") =>
  object("ReferenceGrant", "in", { from, to }, { namespace });
const service = object("Service", "web", { ports: [{ port: 80 }] });
const backend = { name: "web", namespace: "web", port: 80 };

const use = (ref: Spec, ...grants: readonly unknown[]): string | undefined => {
  const view = viewOf([service, ...grants, route("HTTPRoute", "out", [ref], {}, shop)]);
  const [found] = view.list("HTTPRoute");
  const [first] = found?.rules[0]?.backends ?? [];
  return found && first && usableBackend(found, first, view).use;
};

describe("a route may send to a Service of another namespace", () => {
  test.each<[string, unknown]>([
    ["where its kind and namespace are named", grant([fromShop])],
    [
      "where they are named among others",
      grant([{ ...fromShop, namespace: "far" }, fromShop, { ...fromShop, kind: "GRPCRoute" }]),
    ],
    ["where the Service is named", grant([fromShop], [{ ...toServices, name: "web" }])],
  ])("%s", (_title, given) => {
    expect(use(backend, given)).toBe("service");
  });

  test("where one of several grants says so", () => {
    const other = { ...grant([{ ...fromShop, namespace: "far" }]), metadata: { namespace: "web", name: "other" } };
    expect(use(backend, other, grant([fromShop]))).toBe("service");
  });
});

describe("a route may not send to a Service of another namespace", () => {
  test.each<[string, readonly unknown[]]>([
    ["without a grant", []],
    ["by a grant for another namespace", [grant([{ ...fromShop, namespace: "far" }])]],
    ["by a grant for another kind of route", [grant([{ ...fromShop, kind: "GRPCRoute" }])]],
    ["by a grant for the same kind of another API group", [grant([{ ...fromShop, group: "example.net" }])]],
    ["by a grant for another Service", [grant([fromShop], [{ ...toServices, name: "other" }])]],
    ["by a grant for another kind of object", [grant([fromShop], [{ group: "", kind: "Secret" }])]],
    ["by a grant for another API group", [grant([fromShop], [{ group: gatewayGroup, kind: "Service" }])]],
    ["by a grant in its own namespace", [grant([fromShop], [toServices], "shop")]],
  ])("%s", (_title, grants) => {
    expect(use(backend, ...grants)).toBe("none");
  });
});

test("the Gateway of an ALB is named by its own API group", () => {
  const ref = { group: gatewayGroup, kind: "Gateway", name: "edge", namespace: "web", port: 80 };
  expect(use(ref, grant([fromShop], [{ group: gatewayGroup, kind: "Gateway" }]))).toBe("other");
  expect(use(ref, grant([fromShop], [{ group: "", kind: "Gateway" }]))).toBe("none");
  expect(use({ ...ref, namespace: "shop" })).toBe("other");
});

test("only the routes that a grant names, and what they send to its namespace, depend on it", () => {
  const refs = [
    backend,
    { ...backend, name: "other", namespace: "far" },
    { ...backend, kind: "Gateway", name: "edge" },
    { name: "own", port: 80 },
  ];
  const view = viewOf([
    grant([fromShop, { ...fromShop, kind: "GRPCRoute", namespace: "rpc" }]),
    route("HTTPRoute", "named", refs, {}, shop),
    route("GRPCRoute", "of-another-kind", [backend], {}, shop),
    route("HTTPRoute", "of-another-namespace", [backend], {}, { namespace: "rpc" }),
    route("GRPCRoute", "rpc", [backend], {}, { namespace: "rpc" }),
  ]);
  const found = view.list("ReferenceGrant").flatMap((each) => routesNeedingGrant(each, view));
  expect(found.map(({ route: { meta }, backends, services }) => [meta.name, backends.map(({ name }) => name), services])).toEqual(
    [
      ["named", ["web", "edge"], ["web/web"]],
      ["rpc", ["web"], ["web/web"]],
    ],
  );
});
