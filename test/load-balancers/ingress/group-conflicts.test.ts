import { describe, expect, test } from "vitest";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { paramsRef, type Raw, rawClass, rawIngress, rawParams, rawPath, rawService } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

type Texts = Readonly<Record<string, string>>;

const member = (name: string, annotations: Texts, className = "alb"): Raw =>
  rawIngress(name, { annotations: { "group.name": "front", ...annotations }, className, paths: [rawPath("web")] });

/** Ids of the problems of each member, without those that only say that another one is at fault. */
function problemsOf(a: Raw, b: Raw, others: readonly Raw[] = []): readonly string[] {
  const view = viewOf([rawClass("alb"), rawService("web", { spec: { type: "NodePort" } }), a, b, ...others]);
  return view
    .list("Ingress")
    .flatMap((ingress) => routeProblems("Ingress", ingress, view, defaultControllerFlags))
    .filter(({ severity }) => severity === "error")
    .map(({ id, object, details }) => `${object.name} ${id}${details["setting"] === undefined ? "" : ` ${details["setting"]}`}`);
}

const conflict = (setting: string): readonly string[] => ["a", "b"].map((name) => `${name} group-setting-conflict ${setting}`);

const https = { "listen-ports": '[{"HTTPS": 443}]' };
const nlb = { "enable-frontend-nlb": "true" };
const mtls = (mode: string): string => JSON.stringify([{ port: 443, mode }]);

describe("members of a group that differ in", () => {
  test.each<[string, Texts, Texts]>([
    ["scheme", { scheme: "internal" }, { scheme: "internet-facing" }],
    ["ip-address-type", { "ip-address-type": "ipv4" }, { "ip-address-type": "dualstack" }],
    ["load-balancer-name", { "load-balancer-name": "x" }, { "load-balancer-name": "y" }],
    ["subnets", { subnets: "subnet-1, subnet-2" }, { subnets: "subnet-1" }],
    ["security-groups", { "security-groups": "sg-1,sg-2" }, { "security-groups": "sg-2,sg-1" }],
    [
      "manage-backend-security-group-rules",
      { "manage-backend-security-group-rules": "true" },
      { "manage-backend-security-group-rules": "0" },
    ],
    ["customer-owned-ipv4-pool", { "customer-owned-ipv4-pool": "ipv4pool-1" }, { "customer-owned-ipv4-pool": "ipv4pool-2" }],
    ["ipam-ipv4-pool-id", { "ipam-ipv4-pool-id": "ipam-1" }, { "ipam-ipv4-pool-id": "ipam-2" }],
    [
      "minimum-load-balancer-capacity CapacityUnits",
      { "minimum-load-balancer-capacity": "CapacityUnits=100" },
      { "minimum-load-balancer-capacity": "CapacityUnits=200" },
    ],
    ["tags team", { tags: "team=a,env=prod" }, { tags: "team=b" }],
    ["wafv2-acl-arn", { "wafv2-acl-arn": "arn:1" }, { "wafv2-acl-arn": "arn:2" }],
    ["wafv2-acl-name", { "wafv2-acl-name": "x" }, { "wafv2-acl-name": "y" }],
    ["waf-acl-id", { "waf-acl-id": "1" }, { "web-acl-id": "2" }],
    ["shield-advanced-protection", { "shield-advanced-protection": "true" }, { "shield-advanced-protection": "false" }],
    ["inbound-cidrs", { "inbound-cidrs": "10.0.0.0/8" }, { "inbound-cidrs": "192.168.0.0/16" }],
    ["security-group-prefix-lists", { "security-group-prefix-lists": "pl-1" }, { "security-group-prefix-lists": "pl-2" }],
    ["ssl-policy", { ...https, "ssl-policy": "x" }, { ...https, "ssl-policy": "y" }],
    [
      "mutual-authentication 443",
      { ...https, "mutual-authentication": mtls("off") },
      { ...https, "mutual-authentication": mtls("passthrough") },
    ],
    [
      "listener-attributes.HTTP-80 routing.http.response.server.enabled",
      { "listener-attributes.HTTP-80": "routing.http.response.server.enabled=true" },
      { "listener-attributes.HTTP-80": "routing.http.response.server.enabled=false" },
    ],
    ["enable-frontend-nlb", nlb, { "enable-frontend-nlb": "false" }],
    ["frontend-nlb-scheme", { ...nlb, "frontend-nlb-scheme": "internal" }, { "frontend-nlb-scheme": "internet-facing" }],
    ["frontend-nlb-subnets", { ...nlb, "frontend-nlb-subnets": "subnet-1" }, { "frontend-nlb-subnets": "subnet-2" }],
    [
      "frontend-nlb-security-groups",
      { ...nlb, "frontend-nlb-security-groups": "sg-1" },
      { "frontend-nlb-security-groups": "sg-2" },
    ],
    [
      "frontend-nlb-listener-port-mapping 80",
      { ...nlb, "frontend-nlb-listener-port-mapping": "80=80" },
      { "frontend-nlb-listener-port-mapping": "80=443" },
    ],
    [
      "frontend-nlb-healthcheck-path",
      { ...nlb, "frontend-nlb-healthcheck-path": "/a" },
      { "frontend-nlb-healthcheck-path": "/b" },
    ],
  ])("%s stop the group", (setting, a, b) => {
    expect(problemsOf(member("a", a), member("b", b))).toEqual(conflict(setting));
  });
});

describe("no conflict where", () => {
  test.each<[string, Texts, Texts]>([
    ["only one member says it", { scheme: "internal", "inbound-cidrs": "10.0.0.0/8" }, {}],
    ["subnets stand in another order", { subnets: "subnet-1,subnet-2" }, { subnets: "subnet-2, subnet-1" }],
    ["the spelling of a boolean differs", { "shield-advanced-protection": "true" }, { "shield-advanced-protection": "1" }],
    [
      "CIDRs stand in another order or twice",
      { "inbound-cidrs": "10.0.0.0/8,::/0" },
      { "inbound-cidrs": "::/0,10.0.0.0/8,::/0" },
    ],
    ["tags have different keys", { tags: "team=a" }, { tags: "env=prod" }],
    ["certificates differ", { ...https, "certificate-arn": "arn:1" }, { ...https, "certificate-arn": "arn:2" }],
    ["CIDRs are those of different ports", { "inbound-cidrs": "10.0.0.0/8" }, { ...https, "inbound-cidrs": "192.168.0.0/16" }],
    ["policies are those of a port without TLS", { "ssl-policy": "x" }, { "ssl-policy": "y" }],
    ["no network load balancer is in front", { "frontend-nlb-scheme": "internal" }, { "frontend-nlb-scheme": "internet-facing" }],
  ])("%s", (_, a, b) => {
    expect(problemsOf(member("a", a), member("b", b))).toEqual([]);
  });

  test("the parameters of the class replace the annotation of one, and say what the other says", () => {
    const others = [rawClass("edge", { parameters: paramsRef("edge") }), rawParams("edge", { scheme: "internal" })];
    expect(problemsOf(member("a", { scheme: "internet-facing" }, "edge"), member("b", { scheme: "internal" }), others)).toEqual(
      [],
    );
  });
});

test.each<[string, Raw, Raw]>([
  ["inbound-cidrs", { inboundCIDRs: ["10.0.0.0/8"] }, { inboundCIDRs: ["172.16.0.0/12"] }],
  ["load-balancer-name", { loadBalancerName: "one" }, { loadBalancerName: "two" }],
  ["security-group-prefix-lists", { prefixListsIDs: ["pl-1"], PrefixListsIDs: ["pl-2"] }, { PrefixListsIDs: ["pl-2"] }],
])("parameters of two classes conflict as annotations do: %s", (setting, x, y) => {
  const classes = [x, y].flatMap((spec, at) => [
    rawClass(`c${at}`, { parameters: paramsRef(`c${at}`) }),
    rawParams(`c${at}`, spec),
  ]);
  expect(problemsOf(member("a", {}, "c0"), member("b", {}, "c1"), classes)).toEqual(conflict(setting));
});

describe("a value that the controller does not take stops the group", () => {
  test.each<[string, string]>([
    ["scheme", "public"],
    ["ip-address-type", "ipv6"],
    ["load-balancer-name", "a".repeat(33)],
    ["shield-advanced-protection", "yes"],
    ["tags", "team"],
    ["inbound-cidrs", "10.0.0.0"],
    ["inbound-cidrs", "10.0.0.0/33"],
    ["inbound-cidrs", "300.0.0.0/8"],
  ])("%s: %s", (annotation, value) => {
    expect(problemsOf(member("a", { [annotation]: value }), member("b", {}))).toEqual([
      "a group-setting-invalid",
      "b group-reconcile-blocked",
    ]);
  });
});

/** What is said of the settings that two members state. */
const detailsOf = (a: Raw, b: Raw, others: readonly Raw[] = []) => {
  const view = viewOf([rawClass("alb"), rawService("web", { spec: { type: "NodePort" } }), a, b, ...others]);
  return view
    .list("Ingress")
    .flatMap((ingress) => routeProblems("Ingress", ingress, view, defaultControllerFlags))
    .filter(({ id }) => id.startsWith("group-setting"))
    .map(({ object, field, details }) => ({ object: object.name, field, ...details }));
};

test("a conflict names the values and the members, at the annotation of each", () => {
  const field = "alb.ingress.kubernetes.io/tags";
  const said = { field, setting: "tags team", values: "a | b", members: "Ingress shop/a, Ingress shop/b" };
  expect(detailsOf(member("a", { tags: "env=x,team=a" }), member("b", { tags: "env=x,team=b" }))).toEqual([
    { object: "a", ...said },
    { object: "b", ...said },
  ]);
});

test("a conflict with a class names its parameters", () => {
  const others = [rawClass("edge", { parameters: paramsRef("edge") }), rawParams("edge", { scheme: "internal" })];
  expect(detailsOf(member("a", {}, "edge"), member("b", { scheme: "internet-facing" }), others)).toMatchObject([
    { object: "a", field: "IngressClassParams edge (scheme)", values: "internal | internet-facing" },
    { object: "b", field: "alb.ingress.kubernetes.io/scheme" },
  ]);
});

test("a value that is not taken is named, with what is wrong with it", () => {
  const [only, ...more] = detailsOf(member("a", { scheme: "public" }), member("b", {}));
  expect(more).toEqual([]);
  expect(only).toMatchObject({ object: "a", field: "alb.ingress.kubernetes.io/scheme", value: "public" });
  expect(only).toHaveProperty("reason", expect.stringMatching(/\S/));
});

test("a map of the class adds to that of the Ingress, and wins where both say something", () => {
  const others = [
    rawClass("edge", { parameters: paramsRef("edge") }),
    rawParams("edge", { tags: [{ key: "team", value: "a" }] }),
  ];
  const tagged = member("a", { tags: "team=z,env=x" }, "edge");
  expect(detailsOf(tagged, member("b", { tags: "team=a,env=x" }), others)).toEqual([]);
  expect(detailsOf(tagged, member("b", { tags: "env=y" }), others)).toHaveLength(2);
  expect(detailsOf(tagged, member("b", { tags: "team=z" }), others)).toHaveLength(2);
});

test("the order of fields does not make two entries for a port differ", () => {
  const [one, other] = ['[{"port":443,"mode":"off"}]', '[{"mode":"off","port":443}]'];
  const of = (name: string, text: string) => member(name, { ...https, "mutual-authentication": text });
  expect(detailsOf(of("a", one), of("b", other))).toEqual([]);
});
