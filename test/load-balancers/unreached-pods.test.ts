/** Pods that a route does not reach, although it looks as if it did. */
import { describe, expect, test } from "vitest";
import { mistypedSelectors } from "#load-balancers/mistyped-selectors.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { type Raw, rawClass, rawIngress, rawPath, rawService } from "../support/routing.ts";
import { viewOf } from "../support/view.ts";

const workload = (labels: Readonly<Record<string, string>>): Raw => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { namespace: "shop", name: "web" },
  spec: { template: { metadata: { labels }, spec: { containers: [] } } },
});
const running = (name: string, labels: Readonly<Record<string, string>>): Raw => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { namespace: "shop", name, labels },
  spec: { containers: [] },
});

describe("a Service that misses the workload by a typing error", () => {
  const found = (labels: Readonly<Record<string, string>>, selector: Raw, ...more: readonly Raw[]): readonly string[] => {
    const route = rawIngress("web", { annotations: { "target-type": "ip" }, paths: [rawPath("web")] });
    const view = viewOf([rawClass("alb"), route, rawService("web", { spec: { selector } }), workload(labels), ...more]);
    return mistypedSelectors({ namespace: "shop", labels }, view, defaultControllerFlags).map(({ id }) => id);
  };
  const long = "x".repeat(64);

  test.each<[string, Readonly<Record<string, string>>, Raw, number]>([
    ["two letters changed places", { app: "web" }, { app: "wbe" }, 1],
    ["and the other labels agree", { app: "web", tier: "front" }, { app: "wbe", tier: "front" }, 1],
    ["another name", { app: "web" }, { app: "billing" }, 0],
    ["a label that is not there", { app: "web" }, { ap: "web" }, 0],
    ["no error at all", { app: "web" }, { app: "web" }, 0],
    ["a value that no API server takes", { app: `${long}a` }, { app: `${long}b` }, 0],
  ])("%s", (_what, labels, selector, findings) => {
    expect(found(labels, selector)).toHaveLength(findings);
  });

  test("is none where it reaches running Pods", () => {
    expect(found({ app: "web" }, { app: "wbe" }, running("other", { app: "wbe" }))).toEqual([]);
  });
});

describe("Fargate behind targets that are nodes", () => {
  const labels = { app: "web" };
  const profile = { "eks.amazonaws.com/fargate-profile": "all" };
  const problems = (podLabels: Readonly<Record<string, string>>, ...pods: readonly Raw[]): readonly string[] => {
    const route = rawIngress("web", { annotations: { "target-type": "instance" }, paths: [rawPath("web")] });
    const service = rawService("web", { spec: { type: "NodePort", ports: [{ name: "http", port: 80, nodePort: 30080 }] } });
    const view = viewOf([rawClass("alb"), route, service, ...pods]);
    return targetGroupsOf({ namespace: "shop", labels: podLabels }, view, defaultControllerFlags).problems.map(({ id }) => id);
  };

  test("is said of each Service in front, and not of one whose targets are Pods", () => {
    const ports = { type: "NodePort", ports: [{ name: "http", port: 80, nodePort: 30080 }], selector: labels };
    const view = viewOf([
      rawClass("alb"),
      rawIngress("a", { annotations: { "target-type": "instance" }, paths: [rawPath("web")] }),
      rawIngress("b", { annotations: { "target-type": "ip" }, paths: [rawPath("other")] }),
      rawService("web", { spec: ports }),
      rawService("other", { spec: ports }),
    ]);
    const of = (podLabels: Readonly<Record<string, string>>) =>
      targetGroupsOf({ namespace: "shop", labels: podLabels }, view, defaultControllerFlags).problems;
    expect(of({ ...labels, ...profile })).toMatchObject([
      { id: "fargate-with-instance-targets", object: { name: "a" }, field: "target-type", details: { service: "shop/web" } },
    ]);
    expect(of(labels)).toEqual([]);
  });

  test.each<[string, Readonly<Record<string, string>>, readonly Raw[], boolean]>([
    ["by the template's own label", { ...labels, ...profile }, [], true],
    ["by a Pod of it that runs there", labels, [running("web-1", { ...labels, ...profile })], true],
    ["not by a Pod that runs elsewhere", labels, [running("web-1", labels)], false],
    ["not by a Pod of another workload", labels, [running("other", { app: "other", ...profile })], false],
  ])("%s", (_what, podLabels, pods, told) => {
    expect(problems(podLabels, ...pods).includes("fargate-with-instance-targets")).toBe(told);
  });
});
