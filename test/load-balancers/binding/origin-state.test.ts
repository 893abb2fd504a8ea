import { expect, test } from "vitest";
import { type OriginState, originState } from "#load-balancers/binding/origin-state.ts";
import type { Stack } from "#load-balancers/derived-target-group.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { gateway, listener } from "../../support/gateway-manifests.ts";
import { type Raw, rawClass, rawIngress, rawService } from "../../support/routing.ts";
import { viewOf } from "../../support/view.ts";

const service: Stack = { kind: "service", name: "shop/web" };
const edge: Stack = { kind: "gateway", name: "web/edge" };
const ingress: Stack = { kind: "ingress", name: "shop/web" };
const group: Stack = { kind: "ingress-group", name: "edge" };

const of = (kind: string, name: string, namespace = "shop") => ({ apiVersion: "v1", kind, namespace, name });
const error = (name: string, namespace?: string): Problem =>
  problem("service-missing", of("Service", name, namespace), "metadata.annotations");
const warning = (name: string): Problem => problem("service-action-unused", of("Service", name), "metadata.annotations");
const ofRoute = problem("gateway-weights-all-zero", of("HTTPRoute", "web", "web"), "spec.rules[0].backendRefs");

const class_ = rawClass("alb");
const ip = { "target-type": "ip" };
const grouped = { ...ip, "group.name": "edge" };
const wrong = { "target-group-attributes": "x" };

test.each<[string, Stack, readonly unknown[], readonly Problem[], OriginState]>([
  ["a Service that does not exist", service, [], [], "gone"],
  ["a Service that no longer makes a load balancer", service, [rawService("web")], [], "outdated"],
  ["a Service with an error", service, [rawService("web")], [error("web")], "stopped"],
  ["a Service with a warning", service, [rawService("web")], [warning("web")], "outdated"],
  ["a Service next to one with an error", service, [rawService("web")], [error("other")], "outdated"],
  ["a Service named like one with an error elsewhere", service, [rawService("web")], [error("web", "far")], "outdated"],
  ["a Gateway that does not exist", edge, [], [], "gone"],
  ["a Gateway without problems", edge, [gateway([listener("HTTP", 80)])], [], "outdated"],
  ["a Gateway with a warning", edge, [gateway([listener("HTTP", 80)])], [warning("web")], "outdated"],
  ["a Gateway with a route in error", edge, [gateway([listener("HTTP", 80)])], [{ ...ofRoute, severity: "error" }], "stopped"],
  ["an Ingress that does not exist", ingress, [class_], [], "gone"],
  ["an Ingress that leads elsewhere now", ingress, [class_, rawIngress("web", { annotations: ip })], [], "outdated"],
  [
    "an Ingress of another controller",
    ingress,
    [rawClass("nginx", { controller: "x/y" }), rawIngress("web", { className: "nginx" })],
    [],
    "outdated",
  ],
  ["an Ingress whose class does not exist", ingress, [rawIngress("web", { annotations: ip })], [], "stopped"],
  [
    "an Ingress in error",
    ingress,
    [class_, rawService("web"), rawIngress("web", { annotations: { ...ip, ...wrong } })],
    [],
    "stopped",
  ],
  ["a group without members", group, [class_, rawIngress("web", { annotations: ip })], [], "gone"],
  [
    "a group that leads elsewhere now",
    group,
    [class_, rawService("web"), rawIngress("a", { annotations: grouped })],
    [],
    "outdated",
  ],
  [
    "a group with a member in error",
    group,
    [class_, rawService("web"), rawIngress("a", { annotations: { ...grouped, ...wrong } })],
    [],
    "stopped",
  ],
])("%s", (_title, stack, documents, problems, state) => {
  const view = viewOf(documents as readonly Raw[]);
  expect(originState(stack, problems, { view, flags: defaultControllerFlags })).toBe(state);
});
