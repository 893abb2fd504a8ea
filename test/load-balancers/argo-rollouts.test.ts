import { describe, expect, test } from "vitest";
import { gateStates } from "#assessment/readiness-gates.ts";
import { readPod, readWorkload } from "#kubernetes/objects/read-workload.ts";
import { backendServices } from "#load-balancers/backend-services.ts";
import { backendWorkloads } from "#load-balancers/backend-workloads.ts";
import { podLike, servicesSelecting, servicesSelectingNow } from "#load-balancers/services-selecting.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { type Raw, rawBinding, rawClass, rawIngress, rawPath, rawService } from "../support/routing.ts";
import { viewOf } from "../support/view.ts";

const hash = "rollouts-pod-template-hash";
const labels = { app: "web" };

const rollout = (name: string, strategy: Raw, spec: Raw = {}): Raw => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
  metadata: { namespace: "shop", name },
  spec: { strategy, template: { metadata: { labels }, spec: { containers: [] } }, ...spec },
});
const deployment: Raw = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { namespace: "shop", name: "web" },
  spec: { template: { metadata: { labels }, spec: { containers: [] } } },
};
const pod = (owner: string, revision: string, gates: readonly string[] = []): Raw => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    namespace: "shop",
    name: `${owner}-${revision}-1`,
    labels: { ...labels, [hash]: revision },
    ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: `${owner}-${revision}`, controller: true }],
  },
  spec: { containers: [], readinessGates: gates.map((conditionType) => ({ conditionType })) },
});
const switched = (name: string, revision: string, selector: Raw = labels): Raw =>
  rawService(name, { spec: { selector: { ...selector, [hash]: revision } } });
const read = (raw: Raw): Workload => {
  const workload = raw["kind"] === "Pod" ? readPod(raw) : readWorkload(raw);
  if (workload === undefined) throw new Error("no workload");
  return workload;
};

const blueGreen = { blueGreen: { activeService: "active", previewService: "preview" } };
const services = [switched("active", "old"), switched("preview", "new")];

describe("Services of a strategy belong to every revision of the Rollout", () => {
  const selecting = (subject: Raw, ...objects: readonly Raw[]): readonly string[] => {
    const view = viewOf(objects);
    return servicesSelecting(podLike(read(subject), view), view).map(({ meta }) => meta.name);
  };
  const web = rollout("web", blueGreen);
  const other = rollout("other", {});
  const unnamed = switched("unnamed", "old");

  test.each<[string, Raw, readonly Raw[], readonly string[]]>([
    ["its template", web, [web, ...services], ["active", "preview"]],
    ["a Pod that its Service does not select yet", pod("web", "newest"), [web, ...services], ["active", "preview"]],
    ["a Pod of another Rollout with the same labels", pod("other", "newest"), [web, other, ...services], []],
    ["the template of another Rollout", other, [web, other, ...services], []],
    ["a Deployment with the same labels", deployment, [web, deployment, ...services], []],
    [
      "the Deployment whose template it takes",
      deployment,
      [rollout("taking", blueGreen, { workloadRef: { kind: "Deployment", name: "web" } }), deployment, ...services],
      ["active", "preview"],
    ],
    ["a Service that selects by the revision alone", web, [web, switched("active", "old", {})], ["active"]],
    ["a Service with another label", web, [web, switched("active", "old", { app: "other" })], []],
    ["a Service that no Rollout names", pod("web", "newest"), [web, unnamed], ["unnamed"]],
    ["the same for the template of the Rollout", web, [web, unnamed], ["unnamed"]],
    ["the same for a Pod whose Rollout is not known yet", pod("web", "newest"), [unnamed], ["unnamed"]],
    ["the same for what no Rollout made", deployment, [deployment, unnamed], []],
    [
      "a Service that selects by the revision alone and that no Rollout names",
      pod("web", "newest"),
      [switched("any", "old", {})],
      [],
    ],
    [
      "a Service that one of its names and another selects",
      web,
      [web, rawService("web"), ...services],
      ["active", "preview", "web"],
    ],
  ])("%s", (_what, subject, objects, found) => {
    expect(selecting(subject, ...objects)).toEqual(found);
  });

  test("but at one moment they select one revision", () => {
    const view = viewOf([web, ...services]);
    const now = (revision: string) =>
      servicesSelectingNow(podLike(read(pod("web", revision)), view), view).map(({ meta }) => meta.name);
    expect([now("old"), now("new"), now("newest")]).toEqual([["active"], ["preview"], []]);
  });

  test("whoever changes what leads to them concerns the Pods of all revisions", () => {
    const pods = [pod("web", "old"), pod("web", "new"), pod("other", "old2")];
    const view = viewOf([web, other, switched("active", "old", {}), ...pods]);
    const behind = backendWorkloads(view.list("Service"), view);
    expect(behind.pods.map(({ meta }) => meta.name).sort()).toEqual(["web-new-1", "web-old-1"]);
    expect(behind.workloads.map(({ ref }) => ref.name)).toEqual(["web"]);
  });
});

describe("the action that Argo Rollouts writes", () => {
  const alb = { ingress: "web", rootService: "root", servicePort: 80 };
  const canary = rollout("web", { canary: { stableService: "stable", canaryService: "canary", trafficRouting: { alb } } });
  const ingress = (annotations: Readonly<Record<string, string>> = {}): Raw =>
    rawIngress("web", { annotations: { "target-type": "ip", ...annotations }, paths: [rawPath("root", "use-annotation")] });
  const both = [switched("stable", "old"), switched("canary", "old")];
  const found = (...objects: readonly Raw[]) => {
    const view = viewOf([rawClass("alb"), ...both, ...objects]);
    return targetGroupsOf(podLike(read(canary), view), view, defaultControllerFlags);
  };

  test("is known before it is written", () => {
    const { targetGroups, problems } = found(canary, ingress());
    expect(targetGroups.map(({ service, port, usedByListener }) => [service, port, usedByListener])).toEqual([
      ["canary", 80, true],
      ["stable", 80, true],
    ]);
    expect(problems).toEqual([]);
  });

  test("counts a Service of weight 0", () => {
    const targets = [
      { ServiceName: "canary", ServicePort: "80", Weight: 0 },
      { ServiceName: "stable", ServicePort: "80", Weight: 100 },
    ];
    const written = JSON.stringify({ Type: "forward", ForwardConfig: { TargetGroups: targets } });
    const { targetGroups } = found(canary, ingress({ "actions.root": written }));
    expect(targetGroups.map(({ service }) => service)).toEqual(["canary", "stable"]);
  });

  test("leads to the Services that take turns, where there are such", () => {
    const pingPong = { pingService: "ping", pongService: "pong" };
    const turning = rollout("web", { canary: { stableService: "stable", pingPong, trafficRouting: { alb } } });
    const turns = [switched("ping", "old"), switched("pong", "old")];
    const view = viewOf([rawClass("alb"), ...both, ...turns, turning, ingress()]);
    const { targetGroups } = targetGroupsOf(podLike(read(turning), view), view, defaultControllerFlags);
    expect(targetGroups.map(({ service }) => service)).toEqual(["ping", "pong"]);
  });

  test("is that of its own name, and not another of the same Rollout", () => {
    const other = rawIngress("web", { annotations: { "target-type": "ip" }, paths: [rawPath("other", "use-annotation")] });
    expect(found(canary, other).targetGroups).toEqual([]);
  });

  test("is missing where no Rollout has it", () => {
    expect(found(ingress()).targetGroups).toEqual([]);
    const elsewhere = rollout("web", {
      canary: { stableService: "stable", trafficRouting: { alb: { ...alb, ingress: "other" } } },
    });
    const view = viewOf([rawClass("alb"), ...both, elsewhere, ingress()]);
    const [route] = view.list("Ingress");
    expect(route === undefined ? [] : backendServices("Ingress", route, view)).toEqual([]);
  });

  test("leads from the Ingress to the Services", () => {
    const view = viewOf([rawClass("alb"), ...both, canary, ingress()]);
    const [route] = view.list("Ingress");
    const names = route === undefined ? [] : backendServices("Ingress", route, view).map(({ meta }) => meta.name);
    expect(names.sort()).toEqual(["canary", "stable"]);
  });
});

describe("readiness gates", () => {
  const gate = (name: string): string => `target-health.elbv2.k8s.aws/${name}`;
  const bound = (name: string, service: string): Raw =>
    rawBinding(name, { spec: { targetType: "ip", serviceRef: { name: service, port: 80 } } });
  const bindings = [bound("a", "active"), bound("p", "preview")];
  const states = (subject: Raw) => {
    const view = viewOf([rollout("web", blueGreen), ...services, ...bindings]);
    return gateStates(read(subject), [], view).map(({ gate: name, present, impossible }) => [
      name,
      present,
      impossible !== undefined,
    ]);
  };
  const template = (gates: readonly string[]): Raw =>
    rollout("web", blueGreen, {
      template: {
        metadata: { labels },
        spec: { containers: [], readinessGates: gates.map((conditionType) => ({ conditionType })) },
      },
    });

  test.each<[string, Raw, readonly unknown[]]>([
    ["are those of what selects the Pod now", pod("web", "old"), [[gate("a"), false, false]]],
    ["are none for a Pod that nothing selects yet", pod("web", "newest"), []],
    ["of the active Service wait for a Pod that waits for them", pod("web", "newest", [gate("a")]), [[gate("a"), true, true]]],
    ["of the active Service do not belong in the template", template([gate("a")]), [[gate("a"), true, true]]],
    ["of the preview Service become true", template([gate("p")]), [[gate("p"), true, false]]],
  ])("%s", (_what, subject, found) => {
    expect(states(subject)).toEqual(found);
  });
});
