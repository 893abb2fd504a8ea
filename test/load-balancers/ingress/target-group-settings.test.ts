import { describe, expect, test } from "vitest";
import { printSource } from "#model/findings/sourced.ts";
import { found } from "../../support/found.ts";
import {
  delay,
  paramsRef,
  prefixed,
  type Raw,
  rawClass,
  rawIngress,
  rawParams,
  rawPath,
  rawService,
} from "../../support/routing.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

const ip = { "target-type": "ip" };
const shop = (ingress: Raw, service: Raw = rawService("web")): readonly Raw[] => [rawClass("alb"), service, ingress];
const only = (documents: readonly Raw[]) => found(documents).targetGroups[0];

describe("a Service's annotation comes before the Ingress's, as a whole", () => {
  const delays = vectorsOf("ingressPrecedence").filter(([, { input }]) => input.key.endsWith("target-group-attributes"));
  test.each(delays)("%s", (_id, { input, expected }) => {
    const service = rawService("web", { annotations: { [input.key]: input.service } });
    const documents = shop(rawIngress("web", { annotations: { ...ip, [input.key]: input.ingress } }), service);
    const targetGroup = only(documents);
    expect(targetGroup?.attributes).toEqual(expected.attributes);
    expect(targetGroup?.deregistrationDelay).toEqual({ value: 300, source: { from: "default" } });
    expect(found(documents).ids).toContain("annotation-overridden-by-service");
  });

  const labels = vectorsOf("ingressPrecedence").filter(([, { input }]) => input.key.endsWith("target-node-labels"));
  test.each(labels)("node labels: %s", (_id, { input, expected }) => {
    const documents = shop(
      rawIngress("web", { annotations: { "target-type": "instance", [input.key]: input.ingress } }),
      rawService("web", { spec: { type: "NodePort" } }),
    );
    expect(found(documents).ids).toEqual("error" in expected ? ["attributes-unparsable"] : []);
  });

  test.each(vectorsOf("mergeFirstWins"))("one annotation at a time: %s", (_id, { input: [first, second], expected }) => {
    const known = ["success-codes", "healthcheck-path", "target-type", "backend-protocol"];
    const rename = (map: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
      Object.fromEntries(
        Object.entries(map).flatMap(([key, value]) =>
          key === "a" ? [[known[0] ?? "", value]] : key === "b" ? [[known[1] ?? "", value]] : [],
        ),
      );
    const documents = shop(
      rawIngress("web", { annotations: { ...ip, ...rename(second) } }),
      rawService("web", { annotations: prefixed(rename(first)) }),
    );
    expect(only(documents)?.healthCheck).toMatchObject({ matcher: expected.a, path: expected.b });
  });
});

describe("target type", () => {
  test.each(vectorsOf("ingressTargetType"))("%s", (_id, { input, expected }) => {
    const parameters = input.params === undefined ? {} : { parameters: paramsRef("edge") };
    const documents = [
      rawClass("alb", parameters),
      rawParams("edge", { targetType: input.params }),
      rawService("web", { spec: { type: "NodePort" } }),
      rawIngress("web", { annotations: { "target-type": input.ingress } }),
    ];
    const { targetGroups, ids } = found(documents);
    if ("error" in expected) expect([targetGroups, ids]).toEqual([[], ["target-type-unknown"]]);
    else expect(targetGroups.map(({ targetType }) => targetType)).toEqual([expected.targetType]);
  });

  test("EKS Auto Mode takes ip where nobody says a type", () => {
    const documents = [rawClass("alb", { controller: "eks.amazonaws.com/alb" }), rawService("web"), rawIngress("web")];
    expect(only(documents)).toMatchObject({ targetType: "ip", bindingGroup: "eks.amazonaws.com" });
  });

  test("instance targets need a node port, which a file need not say", () => {
    expect(found(shop(rawIngress("web"))).ids).toEqual(["node-port-missing"]);
    expect(only(shop(rawIngress("web"), rawService("web", { spec: { type: "NodePort" } })))?.targetType).toBe("instance");
  });

  test("ip is refused where the feature gate is off", () => {
    expect(found(shop(rawIngress("web", { annotations: ip })), { enableIPTargetType: false }).ids).toEqual([
      "target-type-ip-disabled",
    ]);
  });
});

describe("health check", () => {
  test.each(vectorsOf("ingressHealthCheckPath"))("path %s", (_id, { input, expected }) => {
    const annotations = { ...ip, "backend-protocol-version": input.protocolVersion, ...input.annotations };
    expect(only(shop(rawIngress("web", { annotations })))?.healthCheck?.path).toBe(expected.path);
  });

  test.each(vectorsOf("ingressMatcher"))("matcher %s", (_id, { input, expected }) => {
    const annotations = { ...ip, "backend-protocol-version": input.protocolVersion, ...input.annotations };
    expect(only(shop(rawIngress("web", { annotations })))?.healthCheck?.matcher).toBe(expected.httpCode ?? expected.grpcCode);
  });

  const ports = [
    { name: "http", port: 80, targetPort: 8080 },
    { name: "admin", port: 81, targetPort: 9090 },
    { name: "named", port: 82, targetPort: "probe" },
  ];
  test.each([
    ["9000", "9000", []],
    ["traffic-port", "traffic-port", []],
    ["admin", "9090", []],
    ["named", undefined, ["health-check-port-unresolved"]],
    ["gone", undefined, ["health-check-port-unresolved"]],
  ])("port %s of ip targets is %s", (written, port, ids) => {
    const documents = shop(
      rawIngress("web", { annotations: { ...ip, "healthcheck-port": written } }),
      rawService("web", { spec: { ports } }),
    );
    expect(only(documents)?.healthCheck?.port).toBe(port);
    expect(found(documents).ids).toEqual(ids);
  });

  test.each([
    ["healthcheck-interval-seconds", "10s", "integer-unparsable"],
    ["healthcheck-interval-seconds", "4", "health-check-value-invalid"],
    ["unhealthy-threshold-count", "11", "health-check-value-invalid"],
    ["healthcheck-protocol", "http", "backend-protocol-unknown"],
    ["backend-protocol", "TCP", "backend-protocol-unknown"],
    ["backend-protocol-version", "HTTP3", "backend-protocol-unknown"],
  ])("%s: %s is refused", (key, value, id) => {
    expect(found(shop(rawIngress("web", { annotations: { ...ip, [key]: value } }))).problems).toEqual([
      `${id} Ingress/web alb.ingress.kubernetes.io/${key}`,
    ]);
  });
});

describe("deregistration delay", () => {
  const withAttributes = (text: string): readonly Raw[] =>
    shop(rawIngress("web", { annotations: { ...ip, "target-group-attributes": text } }));

  test("says where it was read", () => {
    const source = only(withAttributes(delay(35)))?.deregistrationDelay.source;
    expect(source && printSource(source)).toBe("Ingress shop/web alb.ingress.kubernetes.io/target-group-attributes");
  });

  test.each(["3601", "-1", "30s", "1e2", "", " ", "30.0"])("%j is refused", (value) => {
    expect(found(withAttributes(delay(value)))).toMatchObject({ targetGroups: [], ids: ["deregistration-delay-invalid"] });
  });

  test.each(["0", "3600"])("%s is taken", (value) => {
    expect(only(withAttributes(delay(value)))?.deregistrationDelay.value).toBe(Number(value));
  });

  test("a key in other letters is told, and sets nothing", () => {
    const documents = withAttributes("Deregistration_Delay.timeout_seconds=20");
    expect(only(documents)?.deregistrationDelay.source).toEqual({ from: "default" });
    expect(found(documents).ids).toEqual(["attribute-key-wrong-case"]);
  });

  test.each([
    ["slow_start.duration_seconds=10", "attribute-value-invalid"],
    ["stickiness.enabled=yes", "attribute-value-invalid"],
  ])("%s is refused", (text, id) => {
    expect(found(withAttributes(text)).ids).toEqual([id]);
  });

  test.each([
    ["30", 30],
    ["1m30s", 90],
  ])("announces %s", (text, seconds) => {
    const annotations = { ...ip, "outlive.dev/next-deregistration-delay": text };
    expect(only(shop(rawIngress("web", { annotations })))?.nextDeregistrationDelay?.value).toBe(seconds);
  });

  test("an announcement that is no duration is told", () => {
    const annotations = { ...ip, "outlive.dev/next-deregistration-delay": "soon" };
    expect(found(shop(rawIngress("web", { annotations }))).ids).toEqual(["duration-unparsable"]);
  });
});

test.each(vectorsOf("ingressTargetGroups"))("%s makes a target group for each form of the port", (_id, { input, expected }) => {
  const paths = input.backends.map(({ port }: { port: string | number }, index: number) => rawPath("web", port, `/${index}`));
  expect(found(shop(rawIngress("web", { annotations: ip, paths }))).targetGroups).toHaveLength(expected.targetGroupCount);
});

test.each(vectorsOf("tgPort"))("the name is made of the port that the controller takes: %s", (_id, { input, expected }) => {
  const named = (spec: Raw): string | undefined => {
    const service = rawService("web", { uid: "u", spec: { type: "NodePort", ports: [spec] } });
    return found(shop(rawIngress("web", { annotations: { "target-type": input.targetType } }), service), { clusterName: "c" })
      .targetGroups[0]?.binding;
  };
  const { port, targetPort, nodePort } = input;
  const base = { name: "http", port, targetPort, nodePort: nodePort ?? 30000 };
  const counts =
    input.targetType === "instance" ? { ...base, nodePort: expected.tgPort + 1 } : { ...base, targetPort: expected.tgPort + 1 };
  const ignored = input.targetType === "instance" ? { ...base, targetPort: 1 } : { ...base, nodePort: 30001 };
  expect(named(ignored)).toBe(named(base));
  expect(named(counts)).not.toBe(named(base));
});
