import { describe, expect, test } from "vitest";
import { type IngressGroup, membersOf } from "#load-balancers/ingress/group.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { found } from "../../support/found.ts";
import {
  delay,
  paramsRef,
  type Raw,
  rawBackend,
  rawClass,
  rawIngress,
  rawParams,
  rawPath,
  rawService,
} from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

const ip = { "target-type": "ip" };
const grouped = { ...ip, "group.name": "edge" };
const base: readonly Raw[] = [rawClass("alb"), rawService("web"), rawService("other")];
const elsewhere = (annotations: Readonly<Record<string, string>>, spec: Raw = {}): Raw =>
  rawIngress("b", { annotations: { ...grouped, ...annotations }, paths: [rawPath("other")], spec });

describe("attributes of the load balancer", () => {
  test.each(vectorsOf("ingressGroupLBAttributes"))("%s", (_id, { input, expected }) => {
    const entries = Object.entries<string>(input.firstMemberClassParams).map(([key, value]) => ({ key, value }));
    const documents = [
      rawClass("alb", { parameters: paramsRef("edge") }),
      rawParams("edge", { loadBalancerAttributes: entries }),
      rawService("web"),
      ...input.ingresses.map((text: string, index: number) =>
        rawIngress(`i${index}`, { annotations: { ...grouped, "load-balancer-attributes": text } }),
      ),
    ];
    const { targetGroups, ids } = found(documents);
    if ("error" in expected)
      return expect(ids).toEqual(["load-balancer-attributes-conflict", "load-balancer-attributes-conflict"]);
    const idle = Number(expected["idle_timeout.timeout_seconds"] ?? 60);
    return expect(targetGroups.map(({ idleTimeout }) => idleTimeout?.value)).toEqual(input.ingresses.map(() => idle));
  });

  test("parameters of the first member's class buildResponse a conflict", () => {
    const documents = [
      rawClass("alb", { parameters: paramsRef("edge") }),
      rawParams("edge", { loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "90" }] }),
      rawService("web"),
      rawIngress("a", { annotations: { ...grouped, "load-balancer-attributes": "idle_timeout.timeout_seconds=30" } }),
      rawIngress("b", { annotations: { ...grouped, "load-balancer-attributes": "idle_timeout.timeout_seconds=40" } }),
    ];
    const { targetGroups, ids } = found(documents);
    expect(ids).toEqual([]);
    expect(targetGroups.map(({ idleTimeout }) => idleTimeout?.value)).toEqual([90, 90]);
  });

  test("parameters of another member's class do not count", () => {
    const documents = [
      rawClass("alb"),
      rawClass("late", { parameters: paramsRef("edge") }),
      rawParams("edge", { loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "90" }] }),
      rawService("web"),
      rawIngress("a", { annotations: grouped }),
      rawIngress("b", { annotations: { ...grouped, "group.order": "5" }, className: "late" }),
    ];
    expect(found(documents).targetGroups.map(({ idleTimeout }) => idleTimeout?.value)).toEqual([60, 60]);
  });
});

describe("one member that is wrong stops all of them", () => {
  test.each([
    ["attributes that cannot be read", { "target-group-attributes": "x" }, "attributes-unparsable"],
    ["a delay that AWS refuses", { "target-group-attributes": delay("30s") }, "deregistration-delay-invalid"],
    ["an order out of range", { "group.order": "1001" }, "group-order-invalid"],
    ["ports that cannot be read", { "listen-ports": "80" }, "listen-ports-invalid"],
    ["a redirect to a port that is not there", { "ssl-redirect": "443" }, "ssl-redirect-invalid"],
    ["an order that is no number", { "group.order": "first" }, "group-order-invalid"],
  ])("%s", (_name, annotations, because) => {
    const documents = [...base, rawIngress("a", { annotations: grouped }), elsewhere(annotations)];
    const { targetGroups, problems } = found(documents);
    expect(targetGroups).toEqual([]);
    expect(problems).toEqual(["group-reconcile-blocked Ingress/a"]);
    expect(because).not.toBe("");
  });

  test("two default backends", () => {
    const spec = { defaultBackend: rawBackend("other", 80) };
    const documents = [
      ...base,
      rawIngress("a", { annotations: grouped, spec: { defaultBackend: rawBackend("web", 80) } }),
      elsewhere({}, spec),
    ];
    expect(found(documents).problems).toEqual(["default-backend-duplicate Ingress/a spec.defaultBackend"]);
  });

  test("a port with two protocols", () => {
    const documents = [
      ...base,
      rawIngress("a", { annotations: { ...grouped, "listen-ports": '[{"HTTPS":80}]' } }),
      elsewhere({}),
    ];
    expect(found(documents).ids).toEqual(["listen-ports-conflict"]);
  });

  test("across namespaces", () => {
    const far = rawIngress("far", { annotations: { ...grouped, "target-group-attributes": "x" }, namespace: "far" });
    const service = { ...rawService("web"), metadata: { name: "web", namespace: "far" } };
    expect(found([...base, rawIngress("a", { annotations: grouped }), far, service]).ids).toEqual(["group-reconcile-blocked"]);
  });

  test("but not one whose class is wrong, and not one that is being deleted", () => {
    const wrongClass = rawIngress("b", { annotations: { ...grouped, "target-group-attributes": "x" }, className: "gone" });
    const metadata = { name: "c", namespace: "shop", deletionTimestamp: "2026-01-01T00:00:00Z" };
    const deleting = { ...rawIngress("c", { annotations: { ...grouped, "target-group-attributes": "x" } }), metadata };
    expect(found([...base, rawIngress("a", { annotations: grouped }), wrongClass, deleting]).targetGroups).toHaveLength(1);
  });

  test("several default classes, as long as an Ingress says none", () => {
    const documents = [
      ...base,
      rawClass("x", { isDefault: true }),
      rawClass("y", { isDefault: true }),
      rawIngress("a", { annotations: ip }),
      rawIngress("none", { className: "", namespace: "far" }),
    ];
    expect(found(documents).ids).toEqual(["group-reconcile-blocked"]);
    expect(
      targetGroupsOf({ namespace: "shop", labels: { app: "web" } }, viewOf(documents), defaultControllerFlags).problems,
    ).toMatchObject([
      { object: { name: "a" }, details: { member: "Ingress far/none", because: "ingress-class-default-ambiguous" } },
    ]);
  });
});

describe("members of a group that parameters name", () => {
  const params = [rawClass("team", { parameters: paramsRef("team") }), rawParams("team", { group: { name: "edge" } })];

  test("are found by their class, and the annotation does not count", () => {
    const documents = [
      ...params,
      ...base,
      rawIngress("a", { annotations: { ...ip, "group.name": "mine" }, className: "team" }),
      rawIngress("b", { annotations: { ...grouped, "target-group-attributes": "x" }, paths: [rawPath("other")] }),
    ];
    expect(found(documents).ids).toEqual(["group-reconcile-blocked"]);
  });

  test("a name that is not valid leaves the Ingress without a load balancer", () => {
    expect(found([...base, rawIngress("a", { annotations: { ...ip, "group.name": "Edge" } })])).toMatchObject({
      targetGroups: [],
      ids: ["group-name-invalid"],
    });
  });
});

describe("the order of members", () => {
  const orderOf = (...given: readonly (readonly [name: string, order: string | undefined, namespace?: string])[]) => {
    const view = viewOf([
      rawClass("alb"),
      ...given.map(([name, order, namespace = "shop"]) =>
        rawIngress(name, { namespace, annotations: { ...grouped, ...(order === undefined ? {} : { "group.order": order }) } }),
      ),
    ]);
    return membersOf({ by: "controller", explicit: true, id: "edge" }, view, defaultControllerFlags);
  };
  const names = (members: ReturnType<typeof orderOf>) => members.map(({ ingress: { meta } }) => `${meta.namespace}/${meta.name}`);

  test("is that of their numbers, the lowest first", () => {
    expect(names(orderOf(["a", "10"], ["b", "-1"], ["c", "9"], ["d", undefined]))).toEqual([
      "shop/b",
      "shop/d",
      "shop/c",
      "shop/a",
    ]);
  });

  test("is that of namespace and name where numbers are equal", () => {
    expect(names(orderOf(["b", "1"], ["c", "1"], ["a", "1"], ["x", "1", "far"]))).toEqual([
      "far/x",
      "shop/a",
      "shop/b",
      "shop/c",
    ]);
  });

  test.each(["-1000", "1000"])("may be %s", (order) => {
    expect(orderOf(["a", order]).map((member) => [member.order, member.problems])).toEqual([[Number(order), []]]);
  });

  test.each(["-1001", "1001"])("may not be %s, and counts as 0", (order) => {
    const [member] = orderOf(["a", order]);
    expect(member?.order).toBe(0);
    expect(member?.problems).toMatchObject([
      { id: "group-order-invalid", field: "alb.ingress.kubernetes.io/group.order", details: { value: order } },
    ]);
  });
});

describe("who is a member", () => {
  const group = { by: "controller", explicit: true, id: "edge" } as const;
  const membersAmong = (documents: readonly Raw[], of: IngressGroup = group) =>
    membersOf(of, viewOf(documents), defaultControllerFlags).map(({ ingress }) => ingress.meta.name);
  const team = [
    rawClass("team", { parameters: paramsRef("team"), isDefault: true }),
    rawParams("team", { group: { name: "edge" } }),
  ];

  test("whoever is of a class whose parameters name the group, by name or by default", () => {
    const documents = [
      ...team,
      rawClass("alb"),
      rawIngress("named", { className: "team" }),
      rawIngress("default", { className: "" }),
      rawIngress("other"),
    ];
    expect(membersAmong(documents)).toEqual(["default", "named"]);
  });

  test("nobody by the annotation where the class says otherwise", () => {
    const params = rawParams("team", { group: { name: "mine" } });
    const documents = [
      rawClass("team", { parameters: paramsRef("team") }),
      params,
      rawIngress("a", { annotations: grouped, className: "team" }),
    ];
    expect(membersAmong(documents)).toEqual([]);
    expect(membersAmong(documents, { ...group, id: "mine" })).toEqual(["a"]);
  });

  test("nobody of EKS Auto Mode, which does not read the annotation", () => {
    const documents = [
      rawClass("auto", { controller: "eks.amazonaws.com/alb" }),
      rawIngress("a", { annotations: grouped, className: "auto" }),
    ];
    expect(membersAmong(documents)).toEqual([]);
    expect(membersAmong(documents, { by: "auto-mode", explicit: true, id: "edge" })).toEqual([]);
    expect(membersAmong(documents, { by: "auto-mode", explicit: false, id: "shop/a" })).toEqual(["a"]);
    expect(membersAmong(documents, { by: "controller", explicit: false, id: "shop/a" })).toEqual([]);
  });

  test("nobody alone who is in a group", () => {
    const documents = [rawClass("alb"), rawIngress("a", { annotations: grouped }), rawIngress("b")];
    expect(membersAmong(documents, { by: "controller", explicit: false, id: "shop/a" })).toEqual([]);
    expect(membersAmong(documents, { by: "controller", explicit: false, id: "shop/b" })).toEqual(["b"]);
  });
});
