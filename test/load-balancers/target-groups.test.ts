import { describe, expect, test } from "vitest";
import { servicesSelecting } from "#load-balancers/services-selecting.ts";
import { problemsInFront, targetGroupsOf } from "#load-balancers/target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { factsOf } from "../support/aws-facts.ts";
import { found } from "../support/found.ts";
import { type Raw, rawBinding, rawClass, rawIngress, rawPath, rawService } from "../support/routing.ts";
import { viewOf } from "../support/view.ts";

const ip = { "target-type": "ip" };

describe("a Service that will select the Pod once a label is set", () => {
  const leader = { app: "web", role: "leader" };
  const problemsOf = (...documents: readonly Raw[]) =>
    targetGroupsOf(
      { namespace: "shop", labels: { app: "web" } },
      viewOf([rawClass("alb"), ...documents]),
      defaultControllerFlags,
    );

  test("is reported with the labels that it waits for, where a load balancer is in front of it", () => {
    const { targetGroups, problems } = problemsOf(
      rawService("web", { spec: { selector: leader } }),
      rawIngress("web", { annotations: ip }),
    );
    expect(targetGroups.map(({ service }) => service)).toEqual(["web"]);
    expect(problems).toMatchObject([
      { id: "service-selects-at-run-time", object: { name: "web" }, field: "spec.selector", details: { labels: "role=leader" } },
    ]);
  });

  test("is not reported where none is, whatever is in front of others", () => {
    const { problems } = problemsOf(
      rawService("web"),
      rawService("leader", { spec: { selector: leader } }),
      rawIngress("web", { annotations: ip }),
    );
    expect(problems).toEqual([]);
  });

  test("is reported beside a Service that selects it already", () => {
    const paths = [rawPath("web"), rawPath("leader", 80, "/leader")];
    const { problems } = problemsOf(
      rawService("web"),
      rawService("leader", { spec: { selector: leader } }),
      rawIngress("web", { annotations: ip, paths }),
    );
    expect(problems.map(({ id, object }) => [id, object.name])).toEqual([["service-selects-at-run-time", "leader"]]);
  });
});

test("target groups are in the order of their routes, Services and ports, whatever the order of the objects", () => {
  const documents = [
    rawClass("alb"),
    rawService("web"),
    rawIngress("b", { annotations: ip }),
    rawIngress("a", { annotations: ip, paths: [rawPath("web", "http"), rawPath("web", 80, "/x")] }),
    rawBinding("mine"),
    rawBinding("also-mine"),
  ];
  const wanted = [
    ["a", 80, undefined],
    ["a", "http", undefined],
    ["b", 80, undefined],
    ["also-mine", 80, "also-mine"],
    ["mine", 80, "mine"],
  ];
  for (const each of [documents, documents.toReversed()])
    expect(found(each).targetGroups.map(({ origin, port, binding }) => [origin.name, port, binding])).toEqual(wanted);
});

test("Services that select a Pod are in the order of their names", () => {
  const labels = { app: "web", tier: "front" };
  const selecting = (name: string, selector: Readonly<Record<string, string>>) => rawService(name, { spec: { selector } });
  const view = viewOf([selecting("c", { app: "web" }), selecting("a", { tier: "front" }), selecting("b", { app: "web" })]);
  expect(servicesSelecting({ namespace: "shop", labels }, view).map(({ meta }) => meta.name)).toEqual(["a", "b", "c"]);
});

describe("what is said of the objects in front of a Service", () => {
  const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/tf-web/7055c9ceba04f4e3";
  const view = viewOf([rawService("web"), rawService("other"), rawBinding("tf", { spec: { targetGroupARN: arn } })]);
  const idsOf = (name: string, aws?: ReturnType<typeof factsOf>): readonly string[] =>
    view
      .list("Service")
      .filter(({ meta }) => meta.name === name)
      .flatMap((service) => [...problemsInFront(service, view, defaultControllerFlags, aws).values()].flat())
      .map(({ id }) => id);

  test("is that of the Service alone", () => {
    expect(idsOf("web")).toEqual(["binding-delay-assumed"]);
    expect(idsOf("other")).toEqual([]);
  });

  test("changes with what AWS reports at the moment", () => {
    expect(idsOf("web", factsOf({ [arn]: { delay: "45" } }))).toEqual([]);
    expect(idsOf("web", factsOf({ [arn]: {} }))).toEqual(["binding-delay-default"]);
    expect(idsOf("web")).toEqual(["binding-delay-assumed"]);
  });
});
