import { describe, expect, test } from "vitest";
import type { RouteSourceKind } from "#load-balancers/route-kinds/route-kinds.ts";
import { routeProblems } from "#load-balancers/route-problems.ts";
import type { Problem } from "#model/findings/problem.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { type KeyForm, type KeyHolder, keyPlaces } from "#model/settings/key-places.ts";
import { keys } from "#model/settings/keys.ts";
import { problemText } from "#wording/problem-text.ts";
import { ownKeyProblems } from "#workloads/own-keys.ts";
import { viewOf } from "../support/view.ts";
import { ingressRef } from "../support/workload-facts.ts";

const told = (holder: KeyHolder, form: KeyForm, ...names: readonly string[]): readonly Problem[] =>
  ownKeyProblems({
    object: ingressRef,
    holder,
    form,
    path: `metadata.${form}s`,
    map: Object.fromEntries(names.map((name) => [name, "1"])),
  });

const fromElsewhere = "annotation of a TargetGroupBinding or Service";

describe("a key that is none is told with what was meant:", () => {
  test.each<[string, KeyHolder, string, string]>([
    ["a letter is missing", "workload", "skp", "write outlive.dev/skip"],
    ["letters are exchanged", "namespace", "polciy", "write outlive.dev/policy"],
    ["an underscore for a hyphen", "workload", "grace_period", "write outlive.dev/grace-period"],
    ["the hyphen is missing", "workload", "prestop", "write outlive.dev/pre-stop"],
    ["a capital for a hyphen", "pod", "requestTimeout", "write outlive.dev/request-timeout"],
    ["it says more than the key", "pod", "grace-period-seconds", "write outlive.dev/grace-period"],
    ["it says less than the key", "route", "delay", "write outlive.dev/next-deregistration-delay"],
    ["it belongs elsewhere", "workload", "deregistration_delay", `write outlive.dev/deregistration-delay, as ${fromElsewhere}`],
    ["nothing is near", "other", "zone-shift", "remove it"],
    ["nothing is near", "namespace", "zone", "remove it, or use a key that is read here: outlive.dev/mode, outlive.dev/policy"],
    ["what only Outlive writes is near", "other", "inject", "remove it"],
  ])("%s, on a %s", (_sentence, holder, name, todo) => {
    const found = told(holder, holder === "namespace" ? "label" : "annotation", `outlive.dev/${name}`);
    expect(found.map((problem) => [problem.id, problemText(problem).todo])).toEqual([["key-unknown", todo]]);
  });

  test("the prefix is in capitals", () => {
    expect(told("pod", "annotation", "Outlive.dev/skip").map(({ details }) => details["near"])).toEqual([keys.skip]);
  });
});

const names = Object.keys(keys) as (keyof typeof keys)[];
const holders: readonly KeyHolder[] = ["namespace", "workload", "pod", "binding", "service", "route", "other"];

test.each(names)("%s is told wherever it is not read, and nowhere else", (name) => {
  for (const form of ["label", "annotation"] as const) {
    for (const holder of holders) {
      const expected = keyPlaces[name][form].includes(holder) ? [] : ["key-misplaced"];
      expect(told(holder, form, keys[name]).map(({ id }) => id)).toEqual(expected);
    }
  }
});

test("keys of others are theirs", () => {
  expect(told("other", "annotation", "example.com/skip", "outlive.device/skip", "skip")).toEqual([]);
});

test("an object with a thousand such keys is told about ten", () => {
  const many = Array.from({ length: 1000 }, (_, index) => `outlive.dev/${"x".repeat(50)}-${index}`);
  expect(told("workload", "annotation", ...many)).toHaveLength(10);
});

test.each<[RouteSourceKind, string, string]>([
  ["Ingress", "networking.k8s.io/v1", "Ingress"],
  ["IngressClass", "networking.k8s.io/v1", "IngressClass"],
  ["IngressClassParams", "elbv2.k8s.aws/v1beta1", "IngressClassParams"],
  ["EksIngressClassParams", "eks.amazonaws.com/v1", "IngressClassParams"],
  ["Service", "v1", "Service"],
  ["TargetGroupBinding", "elbv2.k8s.aws/v1beta1", "TargetGroupBinding"],
  ["EksTargetGroupBinding", "eks.amazonaws.com/v1", "TargetGroupBinding"],
  ["TargetGroupConfiguration", "gateway.k8s.aws/v1", "TargetGroupConfiguration"],
  ["LoadBalancerConfiguration", "gateway.k8s.aws/v1", "LoadBalancerConfiguration"],
  ["Gateway", "gateway.networking.k8s.io/v1", "Gateway"],
  ["HTTPRoute", "gateway.networking.k8s.io/v1", "HTTPRoute"],
  ["GRPCRoute", "gateway.networking.k8s.io/v1", "GRPCRoute"],
  ["TCPRoute", "gateway.networking.k8s.io/v1", "TCPRoute"],
  ["UDPRoute", "gateway.networking.k8s.io/v1", "UDPRoute"],
  ["TLSRoute", "gateway.networking.k8s.io/v1", "TLSRoute"],
])("%s is looked at", (kind, apiVersion, written) => {
  const metadata = { name: "web", annotations: { [keys.keepAlive]: "75" }, labels: { "outlive.dev/mod": "warn" } };
  const view = viewOf([{ apiVersion, kind: written, metadata, spec: {} }]);
  const [object] = view.list(kind);
  if (object === undefined) throw new Error(`the view has no ${kind}`);
  const found = routeProblems(kind, object as never, view, defaultControllerFlags);
  const stray = found.filter(({ id }) => id.startsWith("key-"));
  expect(stray.map(({ field }) => field)).toEqual([
    "metadata.labels.outlive.dev/mod",
    "metadata.annotations.outlive.dev/keep-alive",
  ]);
});
