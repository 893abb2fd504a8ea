import { describe, expect, test } from "vitest";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { printSource } from "#model/findings/sourced.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { found } from "../../support/found.ts";
import { delay, type Raw, rawBinding, rawClass, rawIngress, rawPath, rawService } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

const ip = { "target-type": "ip" };
const base: readonly Raw[] = [rawClass("alb"), rawService("web")];
const ofIngress = (name: string): Readonly<Record<string, string>> => ({
  "ingress.k8s.aws/stack-namespace": "shop",
  "ingress.k8s.aws/stack-name": name,
});
const ofService = { "service.k8s.aws/stack-namespace": "shop", "service.k8s.aws/stack-name": "web" };
const ofGroup = { "ingress.k8s.aws/stack": "edge" };

const shown = (documents: readonly Raw[]): readonly unknown[] =>
  found(documents).targetGroups.map(({ binding, deregistrationDelay }) => [
    binding,
    deregistrationDelay.value,
    printSource(deregistrationDelay.source),
  ]);

describe("a binding that a controller made", () => {
  const ingress = rawIngress("web", { annotations: { ...ip, "target-group-attributes": delay(20) } });

  test("is that of its Ingress, whatever its name", () => {
    expect(found([...base, ingress, rawBinding("any", { labels: ofIngress("web") })]).targetGroups).toMatchObject([
      { binding: "any", bindingGroup: "elbv2.k8s.aws", origin: { kind: "Ingress" }, deregistrationDelay: { value: 20 } },
    ]);
  });

  test("does not fit another form of the port", () => {
    const binding = rawBinding("old", { labels: ofIngress("web"), spec: { serviceRef: { name: "web", port: "http" } } });
    expect(shown([...base, ingress, binding])).toEqual([[undefined, 20, expect.any(String)]]);
  });

  test("is left behind by an Ingress that moved into a group", () => {
    const moved = rawIngress("web", { annotations: { ...ip, "group.name": "edge" } });
    expect(shown([...base, moved, rawBinding("old", { labels: ofIngress("web") })])).toEqual([[undefined, 300, "default"]]);
  });

  test("is left behind where the target type changes", () => {
    const binding = rawBinding("old", { labels: ofIngress("web"), spec: { targetType: "instance" } });
    expect(found([...base, ingress, binding]).targetGroups).toMatchObject([{ targetType: "ip", binding: undefined }]);
  });

  test("stays while its Ingress is refused", () => {
    const refused = rawIngress("web", { annotations: { ...ip, "target-group-attributes": delay("x") } });
    expect(shown([...base, refused, rawBinding("kept", { labels: ofIngress("web") })])).toEqual([["kept", 300, "assumed"]]);
  });

  test("stays while the class of its Ingress is refused", () => {
    const refused = rawIngress("web", { annotations: ip, className: "gone" });
    expect(shown([...base, refused, rawBinding("kept", { labels: ofIngress("web") })])).toEqual([["kept", 300, "assumed"]]);
  });

  test("of an object that is not there is taken for the default", () => {
    const { targetGroups, ids } = found([...base, rawBinding("lost", { labels: ofIngress("gone") })]);
    expect(targetGroups).toMatchObject([{ binding: "lost", deregistrationDelay: { value: 300, source: { from: "assumed" } } }]);
    expect(ids).toEqual(["binding-origin-missing"]);
  });

  test("that is being deleted registers nothing", () => {
    const binding = rawBinding("old", { labels: ofIngress("gone") });
    const metadata = { ...(binding["metadata"] as Raw), deletionTimestamp: "2026-01-01T00:00:00Z" };
    expect(shown([...base, { ...binding, metadata }])).toEqual([]);
  });

  test("of a group may be any member's: the longest delay counts", () => {
    const member = (name: string, seconds: number): Raw =>
      rawIngress(name, { annotations: { ...ip, "group.name": "edge", "target-group-attributes": delay(seconds) } });
    const documents = [
      ...base,
      member("a", 20),
      member("b", 40),
      rawBinding("x", { labels: ofGroup }),
      rawBinding("y", { labels: ofGroup }),
    ];
    expect(shown(documents)).toEqual([
      ["x", 40, expect.any(String)],
      ["y", 40, expect.any(String)],
    ]);
    expect(found(documents).ids).toEqual(["binding-origin-ambiguous", "binding-origin-ambiguous"]);
  });

  test("of a group is that of the one member left, where the other has its own", () => {
    const member = (name: string, port: number, seconds: number): Raw =>
      rawIngress(name, {
        annotations: { ...ip, "group.name": "edge", "target-group-attributes": delay(seconds) },
        paths: [rawPath("web", port)],
      });
    const service = rawService("web", {
      spec: {
        ports: [
          { name: "a", port: 80 },
          { name: "b", port: 81 },
        ],
      },
    });
    const documents = [
      rawClass("alb"),
      service,
      member("a", 80, 20),
      member("b", 81, 40),
      rawBinding("x", { labels: ofGroup }),
      rawBinding("y", { labels: ofGroup, spec: { serviceRef: { name: "web", port: 81 } } }),
    ];
    expect(shown(documents)).toEqual([
      ["x", 20, expect.any(String)],
      ["y", 40, expect.any(String)],
    ]);
    expect(found(documents).ids).toEqual([]);
  });

  test("of a group that one member is of may be the second of two: nobody knows which the controller deletes", () => {
    const member = rawIngress("a", { annotations: { ...ip, "group.name": "edge", "target-group-attributes": delay(20) } });
    const documents = [...base, member, rawBinding("x", { labels: ofGroup }), rawBinding("y", { labels: ofGroup })];
    expect(shown(documents)).toEqual([
      ["x", 20, expect.any(String)],
      ["y", 20, expect.any(String)],
    ]);
  });

  test("of several that it may be of leaves the others without a binding", () => {
    const member = (name: string, seconds: number): Raw =>
      rawIngress(name, { annotations: { ...ip, "group.name": "edge", "target-group-attributes": delay(seconds) } });
    const documents = [...base, member("a", 20), member("b", 40), rawBinding("x", { labels: ofGroup })];
    expect(shown(documents)).toEqual([
      [undefined, 20, expect.any(String)],
      ["x", 40, expect.any(String)],
    ]);
    const [targetGroup] = found(documents).targetGroups.filter(({ binding }) => binding === "x");
    expect(targetGroup?.problems).toMatchObject([
      {
        id: "binding-origin-ambiguous",
        object: { kind: "TargetGroupBinding", name: "x" },
        field: "metadata.labels",
        details: { origins: "Ingress shop/a, Ingress shop/b" },
      },
    ]);
  });

  test("is kept with its own target type while its Ingress is refused", () => {
    const refused = rawIngress("web", { annotations: { ...ip, "target-group-attributes": delay("x") } });
    const binding = (targetType: string) => rawBinding("kept", { labels: ofIngress("web"), spec: { targetType } });
    for (const targetType of ["ip", "instance"])
      expect(found([...base, refused, binding(targetType)]).targetGroups).toMatchObject([{ binding: "kept", targetType }]);
  });

  test("with half of its labels is one that people made", () => {
    for (const half of ["stack-namespace", "stack-name"]) {
      const labels = { [`service.k8s.aws/${half}`]: "web" };
      expect(found([...base, rawBinding("mine", { labels })]).ids).toEqual(["binding-delay-assumed"]);
    }
  });

  test("for a Service says so by its labels", () => {
    const labels = { "service.k8s.aws/stack": "shop/web", ...ofService };
    expect(found([...base, rawBinding("lost", { labels })]).ids).toEqual([]);
    const elsewhere = { ...ofService, "service.k8s.aws/stack-name": "gone" };
    expect(found([...base, rawBinding("lost", { labels: elsewhere })]).ids).toEqual(["binding-origin-missing"]);
  });

  test("of EKS Auto Mode needs no labels", () => {
    const documents = [
      rawClass("alb", { controller: "eks.amazonaws.com/alb" }),
      rawService("web"),
      ingress,
      rawBinding("auto", { apiVersion: "eks.amazonaws.com/v1" }),
    ];
    expect(found(documents).targetGroups).toMatchObject([
      { binding: "auto", bindingGroup: "eks.amazonaws.com", deregistrationDelay: { value: 20 } },
    ]);
  });
});

describe("a binding that people made", () => {
  const annotated = (text: string): Readonly<Record<string, string>> => ({ "outlive.dev/deregistration-delay": text });

  test("is taken for the AWS default, and says so", () => {
    expect(shown([...base, rawBinding("mine")])).toEqual([["mine", 300, "assumed"]]);
    expect(found([...base, rawBinding("mine")]).ids).toEqual(["binding-delay-assumed"]);
  });

  test.each([
    ["45", 45],
    ["1m30s", 90],
  ])("says its delay by an annotation: %s", (text, seconds) => {
    expect(shown([...base, rawBinding("mine", { annotations: annotated(text) })])).toEqual([
      ["mine", seconds, "TargetGroupBinding shop/mine outlive.dev/deregistration-delay"],
    ]);
  });

  test("may have its Service say it", () => {
    const service = rawService("web", { annotations: annotated("70") });
    expect(shown([service, rawBinding("mine")])).toEqual([["mine", 70, "Service shop/web outlive.dev/deregistration-delay"]]);
  });

  test("says it before its Service", () => {
    const service = rawService("web", { annotations: annotated("70") });
    expect(shown([service, rawBinding("mine", { annotations: annotated("10") })])).toEqual([["mine", 10, expect.any(String)]]);
  });

  test("may be known to hang on a kind of load balancer", () => {
    const kinds = ["HTTP", "HTTPS", "TLS", "TCP_UDP", "GENEVE", undefined].map(
      (targetGroupProtocol) =>
        found([...base, rawBinding("mine", { spec: { targetGroupProtocol } })]).targetGroups[0]?.loadBalancer,
    );
    expect(kinds).toEqual(["alb", "alb", "nlb", "nlb", "unknown", "unknown"]);
  });
});

const problemsOf = (binding: Raw, ...others: readonly Raw[]): readonly string[] => {
  const view = viewOf([binding, ...others]);
  return view
    .list("TargetGroupBinding")
    .flatMap((object) => routeProblems("TargetGroupBinding", object, view, defaultControllerFlags).map(({ id }) => id));
};

test.each(vectorsOf("tgbValidation"))("refuses what the controller's webhook refuses: %s", (id, { input }) => {
  const spec = { targetType: input.targetType ?? undefined, nodeSelector: input.nodeSelector };
  const expected = id === "ip-with-nodeSelector" ? "binding-node-selector-with-ip" : "binding-target-type-missing";
  expect(problemsOf(rawBinding("mine", { spec }), ...base)).toContain(expected);
});

test.each([
  [
    "a Service that is not there",
    rawBinding("b", { spec: { serviceRef: { name: "gone", port: 80 } } }),
    "binding-service-missing",
  ],
  [
    "a port that the Service has not",
    rawBinding("b", { spec: { serviceRef: { name: "web", port: 99 } } }),
    "binding-port-missing",
  ],
  ["a name that is too long for a gate", rawBinding("b".repeat(64)), "binding-name-too-long"],
  ["an unknown target type", rawBinding("b", { spec: { targetType: "lambda" } }), "target-type-unknown"],
  ["no target group", rawBinding("b", { spec: { targetGroupARN: undefined } }), "binding-target-group-missing"],
])("tells %s", (_name, binding, id) => {
  expect(problemsOf(binding, ...base)).toContain(id);
});
