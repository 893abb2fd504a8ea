import { describe, expect, test } from "vitest";
import {
  ask,
  gateway,
  gatewayClass,
  groupConfiguration,
  listener,
  object,
  route,
  type Spec,
  toWeb,
} from "../../support/gateway-manifests.ts";

const twoPorts = object("Service", "web", { ports: [{ port: 80, targetPort: 8080 }] });

const madeOn = (listeners: readonly Spec[], kind: string, more: readonly unknown[] = []) =>
  ask([twoPorts, groupConfiguration("web"), gatewayClass("nlb"), gateway(listeners), route(kind, "web"), ...more]);

const idleFor = (protocolPort: string, value = "900") =>
  object("LoadBalancerConfiguration", "lb", {
    listenerConfigurations: [{ protocolPort, listenerAttributes: [{ key: "tcp.idle_timeout.seconds", value }] }],
  });
const configured = (listeners: readonly Spec[], kind: string, ...configurations: readonly unknown[]) =>
  ask([
    twoPorts,
    groupConfiguration("web"),
    gatewayClass("nlb"),
    gateway(listeners, { infrastructure: { parametersRef: { name: "lb" } } }),
    route(kind, "web"),
    ...configurations,
  ]).made.map(({ idleTimeout }) => idleTimeout?.value);

describe("settings of a listener are those of the protocol that the load balancer listens for", () => {
  const passthrough = { tls: { mode: "Passthrough" } };
  const own = { tls: { mode: "Terminate" } };
  test.each<[string, readonly Spec[], string, string]>([
    ["TCP", [listener("TCP", 80)], "TCPRoute", "TCP:80"],
    ["TLS that it ends", [listener("TLS", 443, own)], "TCPRoute", "TLS:443"],
    ["TLS that it passes through", [listener("TLS", 443, passthrough)], "TLSRoute", "TCP:443"],
    ["TCP and UDP on one port", [listener("TCP", 53), listener("UDP", 53)], "TCPRoute", "TCP_UDP:53"],
    ["UDP and TCP on one port", [listener("UDP", 53), listener("TCP", 53)], "TCPRoute", "TCP_UDP:53"],
    ["TCP next to UDP on another port", [listener("TCP", 80), listener("UDP", 53)], "TCPRoute", "TCP:80"],
  ])("%s", (_title, listeners, kind, protocolPort) => {
    expect(configured(listeners, kind, idleFor(protocolPort))).toEqual([900]);
  });

  test("and not those of another", () => {
    expect(configured([listener("TCP", 80)], "TCPRoute", idleFor("TLS:80"))).toEqual([350]);
    expect(configured([listener("TCP", 53), listener("UDP", 53)], "TCPRoute", idleFor("TCP:53"))).toEqual([350]);
  });

  test("a protocol that cannot share the port does not count", () => {
    expect(configured([listener("TCP", 80), listener("TLS", 80)], "TCPRoute", idleFor("TCP:80"))).toEqual([900]);
  });
});

describe("two listeners on one port", () => {
  test.each([
    ["TCP", "UDP", 0],
    ["UDP", "TCP", 0],
    ["TCP", "TLS", 1],
    ["TLS", "TCP", 1],
    ["UDP", "TLS", 1],
    ["TLS", "UDP", 1],
  ])("%s and %s: %i invalid", (first, second, count) => {
    const problems = madeOn([listener(first, 80), listener(second, 80)], "TCPRoute").problems;
    expect(problems.filter(({ id }) => id === "gateway-listener-invalid")).toHaveLength(count);
  });
});

test("a target group behind two listeners has the longer of their idle timeouts", () => {
  const both = (first: string, second: string) =>
    object("LoadBalancerConfiguration", "lb", {
      listenerConfigurations: [
        { protocolPort: "TCP:80", listenerAttributes: [{ key: "tcp.idle_timeout.seconds", value: first }] },
        { protocolPort: "TCP:81", listenerAttributes: [{ key: "tcp.idle_timeout.seconds", value: second }] },
      ],
    });
  const listeners = [listener("TCP", 80), listener("TCP", 81)];
  expect(configured(listeners, "TCPRoute", both("100", "900"))).toEqual([900]);
  expect(configured(listeners, "TCPRoute", both("900", "100"))).toEqual([900]);
});

describe("of two routes on one listener of an NLB", () => {
  const more = object("Service", "more", { ports: [{ port: 80 }] });
  const winnerOf = (first: readonly [string, string, string?], second: readonly [string, string, string?]) => {
    const listeners = [listener("TCP", 80, { allowedRoutes: { namespaces: { from: "All" } } })];
    const routes = [first, second].map(([name, creationTimestamp, namespace = "web"]) =>
      route("TCPRoute", name, toWeb, { parentRefs: [{ name: "edge", namespace: "web" }] }, { namespace, creationTimestamp }),
    );
    const shadowed = ask([
      twoPorts,
      groupConfiguration("web"),
      more,
      gatewayClass("nlb"),
      gateway(listeners),
      ...routes,
    ]).problems.filter(({ id }) => id === "gateway-route-shadowed");
    return shadowed.map(({ object: at, details }) => [at.name, details["winner"], details["port"]]);
  };
  const [early, late] = ["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"];

  test("the older is served, whatever their names and their order", () => {
    expect(winnerOf(["a", late], ["z", early])).toEqual([["a", "TCPRoute web/z", "80"]]);
    expect(winnerOf(["z", early], ["a", late])).toEqual([["a", "TCPRoute web/z", "80"]]);
    expect(winnerOf(["a", early], ["z", late])).toEqual([["z", "TCPRoute web/a", "80"]]);
  });

  test("the first by name is served where both are as old", () => {
    expect(winnerOf(["b", early], ["a", early])).toEqual([["b", "TCPRoute web/a", "80"]]);
  });

  test("all ports on which another is served are named together", () => {
    const [first, second] = ["a", "b"].map((name) => route("TCPRoute", name));
    const listeners = [listener("TCP", 80), listener("TCP", 81), listener("TCP", 9)];
    const { problems } = ask([twoPorts, groupConfiguration("web"), gatewayClass("nlb"), gateway(listeners), first, second]);
    expect(problems.map(({ id, details }) => [id, details["port"]])).toEqual([["gateway-route-shadowed", "9, 80, 81"]]);
  });
});
