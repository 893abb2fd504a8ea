import { describe, expect, test } from "vitest";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { paramsRef, type Raw, rawClass, rawIngress, rawParams, rawService } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const member = (name: string, attributes: string, className = "alb"): Raw =>
  rawIngress(name, {
    className,
    annotations: { "target-type": "ip", "group.name": "edge", "load-balancer-attributes": attributes },
  });
const pairs = (count: number, value: string): string =>
  Array.from({ length: count }, (_, at) => `access_logs.key${at}=${value}`).join(",");

const problemsOf = (...documents: readonly Raw[]) => {
  const view = viewOf([rawClass("alb"), rawService("web"), ...documents]);
  return view.list("Ingress").flatMap((ingress) => routeProblems("Ingress", ingress, view, defaultControllerFlags));
};

test("of the attributes in which members differ each hears of the first five", () => {
  const found = problemsOf(member("a", pairs(7, "x")), member("b", pairs(7, "y")));
  for (const name of ["a", "b"])
    expect(found.filter(({ object }) => object.name === name).map(({ id, details }) => [id, details["key"]])).toEqual(
      [0, 1, 2, 3, 4].map((at) => ["load-balancer-attributes-conflict", `access_logs.key${at}`]),
    );
});

test("one who has heard of five is not told of a sixth that another member differs in", () => {
  const found = problemsOf(member("a", pairs(6, "x")), member("b", pairs(5, "y")), member("c", "access_logs.key5=z"));
  const told = (name: string) => found.filter(({ object }) => object.name === name).map(({ details }) => details["key"]);
  expect(told("a")).toHaveLength(5);
  expect(told("c")).toEqual(["access_logs.key5"]);
});

test("a conflict names the values and the members", () => {
  const [first] = problemsOf(member("a", "idle_timeout.timeout_seconds=30"), member("b", "idle_timeout.timeout_seconds=40"));
  expect(first).toMatchObject({
    field: "alb.ingress.kubernetes.io/load-balancer-attributes",
    details: { key: "idle_timeout.timeout_seconds", values: "30 | 40", members: "Ingress shop/a, Ingress shop/b" },
  });
});

describe("attributes of a class that AWS refuses", () => {
  const view = viewOf([
    rawClass("team", { parameters: paramsRef("team") }),
    rawClass("alb"),
    rawParams("team", { loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value: "5000" }] }),
    rawService("web"),
    member("a", "access_logs.s3.enabled=false", "team"),
    rawIngress("lone", { annotations: { "target-type": "ip" } }),
  ]);
  const wrong = {
    id: "attribute-value-invalid",
    object: { kind: "IngressClassParams", name: "team" },
    field: "spec.loadBalancerAttributes",
  };
  const blocked = {
    id: "group-reconcile-blocked",
    object: { kind: "Ingress", name: "a" },
    details: { member: "IngressClassParams team" },
  };

  test("are reported at its parameters, with the Ingresses that they stop", () => {
    const found = view
      .list("IngressClassParams")
      .flatMap((params) => routeProblems("IngressClassParams", params, view, defaultControllerFlags));
    expect(found).toMatchObject([wrong, blocked]);
  });

  test("are errors of the class that uses them, and of no other", () => {
    const of = (name: string) =>
      view
        .list("IngressClass")
        .filter(({ meta }) => meta.name === name)
        .flatMap((each) => routeProblems("IngressClass", each, view, defaultControllerFlags));
    expect(of("team")).toMatchObject([wrong, blocked]);
    expect(of("alb")).toEqual([]);
  });
});
