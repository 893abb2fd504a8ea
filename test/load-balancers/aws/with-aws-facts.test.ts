import { describe, expect, test } from "vitest";
import { targetGroupsOfServices } from "#load-balancers/target-groups.ts";
import { printSource } from "#model/findings/sourced.ts";
import type { AwsFacts, AwsPreference } from "#model/load-balancers/aws-facts.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { factsOf, type Reported } from "../../support/aws-facts.ts";
import { delay, type Raw, rawBinding, rawClass, rawIngress, rawPath, rawService } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/tf-web/7055c9ceba04f4e3";
const base: readonly Raw[] = [rawClass("alb"), rawService("web")];
const ofIngress = { "ingress.k8s.aws/stack-namespace": "shop", "ingress.k8s.aws/stack-name": "web" };

const found = (documents: readonly Raw[], facts: AwsFacts | undefined) => {
  const view = viewOf(documents);
  const { targetGroups, problems } = targetGroupsOfServices(view.list("Service"), view, defaultControllerFlags, facts);
  const [group, ...others] = targetGroups;
  expect(others).toEqual([]);
  return { group, ids: problems.map(({ id }) => id), problems };
};

const shownDelay = ({ group }: ReturnType<typeof found>): unknown =>
  group && [group.deregistrationDelay.value, printSource(group.deregistrationDelay.source)];

describe("a target group that only its binding tells of", () => {
  const userMade = (annotations: Readonly<Record<string, string>> = {}): readonly Raw[] => [
    ...base,
    rawBinding("tf", { annotations, spec: { targetGroupARN: arn } }),
  ];

  test("has an assumed delay where AWS is not asked, or has not answered", () => {
    for (const facts of [undefined, factsOf({})]) {
      const without = found(userMade(), facts);
      expect(shownDelay(without)).toEqual([300, "assumed"]);
      expect(without.ids).toEqual(["binding-delay-assumed"]);
    }
  });

  test("has the values that AWS reports, and nothing is assumed any more", () => {
    const given = found(userMade(), factsOf({ [arn]: { delay: "45", idle: [120] } }));
    expect(shownDelay(given)).toEqual([45, "AWS, 40 s ago"]);
    expect(given.ids).toEqual([]);
    expect(given.group).toMatchObject({
      loadBalancer: "alb",
      healthCheck: { interval: 10, unhealthyThreshold: 4 },
      idleTimeout: { value: 120, source: { from: "aws" } },
    });
  });

  test("is changed in AWS and not by an annotation of ours", () => {
    const given = found(userMade(), factsOf({ [arn]: { delay: "45" } }));
    expect(given.group?.delaySetting).toMatchObject({
      object: { kind: "TargetGroup", name: "tf-web" },
      field: "deregistration_delay.timeout_seconds",
    });
  });

  test("is not said to have a chosen delay where AWS reports its default", () => {
    const given = found(userMade(), factsOf({ [arn]: {} }));
    expect(given.group?.deregistrationDelay).toMatchObject({ value: 300, source: { from: "aws", byDefault: true } });
    expect(given.ids).toEqual(["binding-delay-default"]);
  });

  test("keeps the annotation as the source while AWS agrees, at the default too", () => {
    const given = found(userMade({ "outlive.dev/deregistration-delay": "300" }), factsOf({ [arn]: {} }));
    expect(given.group?.deregistrationDelay).toMatchObject({ value: 300, source: { from: "object" } });
    expect(given.ids).toEqual([]);
  });

  test("that AWS does not know is reported, and its delay stays assumed", () => {
    const given = found(userMade(), factsOf({ [arn]: null }));
    expect(shownDelay(given)).toEqual([300, "assumed"]);
    expect(given.ids).toEqual(["binding-delay-assumed", "aws-target-group-missing"]);
    expect(given.problems.at(-1)).toMatchObject({
      object: { kind: "TargetGroupBinding", name: "tf" },
      field: "spec.targetGroupARN",
      details: { arn },
    });
  });

  test.each(["elbv2.k8s.aws/v1beta1", "eks.amazonaws.com/v1"])(
    "that AWS does not know is reported at its binding of %s",
    (apiVersion) => {
      const binding = rawBinding("tf", { apiVersion, spec: { targetGroupARN: arn } });
      const { problems } = found([...base, binding], factsOf({ [arn]: null }));
      expect(problems.find(({ id }) => id === "aws-target-group-missing")?.object).toEqual({
        apiVersion,
        kind: "TargetGroupBinding",
        namespace: "shop",
        name: "tf",
      });
    },
  );

  test("takes the longest idle timeout of several load balancers", () => {
    const given = found(userMade(), factsOf({ [arn]: { idle: [60, undefined, 300, 90] } }));
    expect(given.group?.idleTimeout?.value).toBe(300);
  });

  test.each([
    ["alb", 60],
    ["nlb", 350],
  ] as const)("behind an %s has the idle timeout of %i s that AWS gives it by default", (kind, idle) => {
    const given = found(userMade(), factsOf({ [arn]: { kind, idle: [idle] } }));
    expect(given.group?.idleTimeout).toEqual({ value: idle, source: { from: "aws", age: 40, byDefault: true } });
  });

  test.each(["ip", "instance"] as const)(
    "has targets of the type that AWS reports where its binding says none: %s",
    (targetType) => {
      const binding = rawBinding("tf", { spec: { targetGroupARN: arn, targetType: undefined } });
      expect(found([...base, binding], factsOf({ [arn]: { targetType } })).group?.targetType).toBe(targetType);
    },
  );

  test("keeps the kind of load balancer and the type of targets that its binding says", () => {
    const binding = rawBinding("tf", { spec: { targetGroupARN: arn, targetGroupProtocol: "TCP" } });
    const given = found([...base, binding], factsOf({ [arn]: { kind: "alb", targetType: "instance" } }));
    expect(given.group).toMatchObject({ loadBalancer: "nlb", targetType: "ip" });
  });

  test("has its health check from AWS, which somebody chose", () => {
    const given = found(userMade(), factsOf({ [arn]: {} }));
    expect(given.group?.healthCheckSource).toEqual({ from: "aws", age: 40, byDefault: false });
  });

  test("is read whatever AWS writes into the delay", () => {
    expect(shownDelay(found(userMade(), factsOf({ [arn]: { delay: "soon" } })))).toEqual([300, "assumed"]);
  });
});

describe("a target group that an Ingress describes", () => {
  const described = (delaySeconds: number | undefined): readonly Raw[] => [
    ...base,
    rawIngress("web", {
      annotations: {
        "target-type": "ip",
        ...(delaySeconds === undefined ? {} : { "target-group-attributes": delay(delaySeconds) }),
      },
    }),
    rawBinding("made", { labels: ofIngress, spec: { targetGroupARN: arn } }),
  ];

  test("keeps its annotation as the source while AWS agrees", () => {
    const given = found(described(35), factsOf({ [arn]: { delay: "35", idle: [60] } }));
    expect(given.group?.deregistrationDelay).toMatchObject({ value: 35, source: { from: "object" } });
    expect(given.ids).toEqual([]);
  });

  const cases: readonly (readonly [AwsPreference, number, string, number, string])[] = [
    ["larger", 35, "300", 300, "aws"],
    ["larger", 120, "35", 120, "object"],
    ["kubernetes", 35, "300", 35, "object"],
    ["kubernetes", 120, "35", 120, "object"],
    ["aws", 35, "300", 300, "aws"],
    ["aws", 120, "35", 35, "aws"],
  ];

  test.each(cases)("prefer %s: annotation %i against AWS %s counts %i", (prefer, annotation, reported, used, from) => {
    const given = found(described(annotation), factsOf({ [arn]: { delay: reported } }, prefer));
    expect(given.group?.deregistrationDelay).toMatchObject({ value: used, source: { from } });
    expect(given.problems).toMatchObject([
      {
        id: "aws-differs",
        object: { kind: "Ingress" },
        details: { declared: String(annotation), reported, used: String(used), prefer },
      },
    ]);
  });

  test.each(["larger", "kubernetes", "aws"] as const)(
    "prefer %s: AWS keeps an attribute whose annotation was removed",
    (prefer) => {
      const given = found(described(undefined), factsOf({ [arn]: { delay: "120", idle: [60] } }, prefer));
      expect(shownDelay(given)).toEqual([120, "AWS, 40 s ago"]);
      expect(given.problems).toMatchObject([
        { id: "aws-value-kept", object: { kind: "Ingress" }, field: "alb.ingress.kubernetes.io/target-group-attributes" },
      ]);
    },
  );

  test("keeps its health check, and is changed by its annotation", () => {
    const without = found(described(35), undefined);
    const given = found(described(35), factsOf({ [arn]: { delay: "35", idle: [60] } }));
    expect(given.group?.healthCheck).toEqual(without.group?.healthCheck);
    expect(given.group?.delaySetting).toEqual(without.group?.delaySetting);
    expect(given.group).not.toHaveProperty("healthCheckSource.from", "aws");
  });

  test("keeps the problems of its routes, each once", () => {
    const documents = described(35).map((each) =>
      each["kind"] === "Ingress"
        ? rawIngress("web", {
            annotations: { "target-type": "ip", "target-group-attributes": delay(35) },
            paths: [rawPath("web"), rawPath("gone", 80, "/gone")],
          })
        : each,
    );
    const { ids } = found(documents, undefined);
    expect(ids.length).toBeGreaterThan(0);
    expect(found(documents, factsOf({ [arn]: { delay: "35", idle: [60] } })).ids).toEqual(ids);
  });

  test("stays at the default where AWS has its default", () => {
    const given = found(described(undefined), factsOf({ [arn]: { idle: [60] } }));
    expect(shownDelay(given)).toEqual([300, "default"]);
    expect(given.ids).toEqual([]);
  });

  test("has the idle timeout that AWS keeps", () => {
    const given = found(described(35), factsOf({ [arn]: { delay: "35", idle: [300] } }));
    expect(given.group?.idleTimeout).toMatchObject({ value: 300, source: { from: "aws" } });
    expect(given.problems).toMatchObject([{ id: "aws-value-kept", details: { key: "idle_timeout.timeout_seconds" } }]);
  });

  test("is not looked up by another ARN", () => {
    const other: Reported = { delay: "7" };
    expect(shownDelay(found(described(35), factsOf({ [`${arn}0`]: other })))).toEqual([35, expect.stringContaining("Ingress")]);
  });
});

describe("a target group whose origin is not known", () => {
  test("that is gone has AWS's delay", () => {
    const given = found(
      [...base, rawBinding("made", { labels: ofIngress, spec: { targetGroupARN: arn } })],
      factsOf({ [arn]: { delay: "45" } }),
    );
    expect(shownDelay(given)).toEqual([45, "AWS, 40 s ago"]);
    expect(given.problems).toMatchObject([{ id: "binding-origin-missing", details: { known: "aws" } }]);
  });

  test("that may be one of several is told apart by its ARN", () => {
    const group = { "ingress.k8s.aws/stack": "edge" };
    const member = (name: string, seconds: number): Raw =>
      rawIngress(name, { annotations: { "target-type": "ip", "group.name": "edge", "target-group-attributes": delay(seconds) } });
    const arns = [1, 2].map((at) => arn.replace("tf-web", `tf-${at}`));
    const view = viewOf([
      ...base,
      member("one", 20),
      member("two", 90),
      ...arns.map((each, at) => rawBinding(`made-${at}`, { labels: group, spec: { targetGroupARN: each } })),
    ]);
    const facts = factsOf({ [arns[0] ?? ""]: { delay: "20" }, [arns[1] ?? ""]: { delay: "90" } });
    const { targetGroups, problems } = targetGroupsOfServices(view.list("Service"), view, defaultControllerFlags, facts);
    expect(targetGroups.map(({ arn: each, deregistrationDelay }) => [each, deregistrationDelay.value])).toEqual([
      [arns[0], 20],
      [arns[1], 90],
    ]);
    expect(problems).toEqual([]);
  });
});
