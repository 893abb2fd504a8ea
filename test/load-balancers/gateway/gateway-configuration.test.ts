import { describe, expect, test } from "vitest";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { ask, gateway, gatewayClass, listener, object, route, type Spec, web } from "../../support/gateway-manifests.ts";
import { viewOf } from "../../support/view.ts";

const idle = (value: string): Spec => ({ loadBalancerAttributes: [{ key: "idle_timeout.timeout_seconds", value }] });
const configuration = (name: string, spec: Spec) => object("LoadBalancerConfiguration", name, spec);
const defaults = (name: string, spec: Spec) => object("TargetGroupConfiguration", name, { defaultConfiguration: spec });
const classOf = (name: string) => gatewayClass("alb", { parametersRef: { name, namespace: "web" } });
const gatewayOf = (name: string) => gateway([listener("HTTP", 80)], { infrastructure: { parametersRef: { name } } });
const made = (...objects: readonly unknown[]) => ask([web, route("HTTPRoute", "web"), ...objects]);

describe("where a GatewayClass and a Gateway have a configuration each", () => {
  const both = (mergingMode?: string) => [
    classOf("class"),
    gatewayOf("own"),
    configuration("own", { ...idle("20"), defaultTargetGroupConfiguration: { name: "of-own" } }),
    configuration("class", { ...idle("10"), mergingMode, defaultTargetGroupConfiguration: { name: "of-class" } }),
    defaults("of-own", { targetType: "ip", healthCheckConfig: { healthCheckInterval: 21 } }),
    defaults("of-class", { targetType: "ip", healthCheckConfig: { healthCheckInterval: 11 } }),
  ];

  test.each([
    [undefined, 10, 11],
    ["prefer-gateway-class", 10, 11],
    ["prefer-gateway", 20, 21],
  ])("mergingMode %s: an idle timeout of %i s, and a health check each %i s", (mode, timeout, interval) => {
    expect(made(...both(mode)).made).toMatchObject([{ idleTimeout: { value: timeout }, healthCheck: { interval } }]);
  });
});

describe("the settings of a listener", () => {
  const attributes = (value: string) => [{ key: "tcp.idle_timeout.seconds", value }];
  const tcp = (...entries: readonly Spec[]) =>
    ask([
      web,
      route("TCPRoute", "web"),
      gatewayClass("nlb"),
      gateway([listener("TCP", 80)], { infrastructure: { parametersRef: { name: "own" } } }),
      defaults("of-own", { targetType: "ip" }),
      configuration("own", { listenerConfigurations: entries, defaultTargetGroupConfiguration: { name: "of-own" } }),
    ]).made.map(({ idleTimeout }) => idleTimeout?.value);

  test("that are written in two spellings are those of the last in the order of letters", () => {
    const [upper, lower] = [
      { protocolPort: "TCP:80", listenerAttributes: attributes("100") },
      { protocolPort: "tcp:80", listenerAttributes: attributes("200") },
    ];
    expect(tcp(upper, lower)).toEqual([200]);
    expect(tcp(lower, upper)).toEqual([200]);
  });
});

describe("a configuration that does not exist is reported", () => {
  const problemsOf = (...objects: readonly unknown[]) => made(defaults("ip", { targetType: "ip" }), ...objects).problems;

  test("at the Gateway that refers to it", () => {
    expect(problemsOf(gatewayClass("alb"), gatewayOf("gone"))).toContainEqual(
      expect.objectContaining({
        id: "gateway-configuration-missing",
        object: expect.objectContaining({ kind: "Gateway", name: "edge" }),
        field: "spec.infrastructure.parametersRef",
        details: { name: "web/gone" },
      }),
    );
  });

  test("at the GatewayClass that refers to it", () => {
    const view = viewOf([classOf("gone"), gateway([listener("HTTP", 80)]), web, route("HTTPRoute", "web")]);
    const found = view.list("GatewayClass").flatMap((each) => routeProblems("GatewayClass", each, view, defaultControllerFlags));
    expect(found).toMatchObject([
      {
        id: "gateway-configuration-missing",
        object: { kind: "GatewayClass", name: "lb" },
        field: "spec.parametersRef",
        details: { name: "web/gone" },
      },
    ]);
  });
});
