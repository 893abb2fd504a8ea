/** What a breach says of itself: the object and field to look at, the values that were compared, and what the sentences are made of. */
import { describe, expect, test } from "vitest";
import { readService } from "#kubernetes/objects/read-service.ts";
import type { Breach, RuleId } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Container } from "#model/workloads/workload.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { defaultParameters } from "#policy/policies.ts";
import { rules } from "#rules/index.ts";
import { amount, facts, type Given, ingressRef, shopRef, targetGroup } from "../support/workload-facts.ts";

const unset = targetGroup({ deregistrationDelay: { value: seconds(300), source: { from: "default" } } });
const instance = targetGroup({ targetType: "instance" });
const preStop = "spec.template.spec.containers[0].lifecycle.preStop";
const grace = "spec.template.spec.terminationGracePeriodSeconds";
const group = { origin: "Ingress web/shop", service: "shop:http", loadBalancer: "alb" };

const changed = (given: Given, change: Partial<WorkloadFacts>): WorkloadFacts => ({ ...facts(given), ...change });

const rollout = (change: object, kind = "Deployment"): WorkloadFacts => {
  const base = facts();
  const workload = { ...base.workload, ref: { ...shopRef, kind } };
  return { ...base, workload: { ...workload, rollout: { ...workload.rollout, replicas: 2, ...NONE, ...change } } };
};
const NONE = { strategy: undefined, maxUnavailable: undefined, maxSurge: undefined, partition: undefined };

const serviceNamed = (spec: object, name = "shop", namespace = "web") => {
  const service = readService({ apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec });
  if (service === undefined) throw new Error("a Service was expected");
  return service;
};

const serviceRef = { apiVersion: "v1", kind: "Service", namespace: "web", name: "shop" };
const open = { type: "LoadBalancer", externalTrafficPolicy: "Cluster" };

interface Said {
  readonly subject?: object;
  readonly path: string;
  readonly because: readonly (readonly [name: string, seconds: number])[];
  readonly details: Readonly<Record<string, string>>;
}

const table: readonly (readonly [RuleId, string, WorkloadFacts, Said])[] = [
  [
    "grace-outlives-prestop",
    "",
    facts({ sleep: 40 }),
    {
      path: grace,
      because: [
        ["gracePeriod", 30],
        ["preStop", 40],
      ],
      details: {},
    },
  ],
  [
    "shutdown-fits-grace",
    "",
    facts({ sleep: 28 }),
    {
      path: grace,
      because: [
        ["gracePeriod", 30],
        ["preStop", 28],
        ["shutdown", 5],
      ],
      details: {},
    },
  ],
  [
    "prestop-outlives-deregistration",
    "",
    facts({ sleep: 20 }),
    {
      path: preStop,
      because: [
        ["preStop", 20],
        ["deregistrationDelay", 35],
      ],
      details: group,
    },
  ],
  [
    "grace-within-deregistration",
    "",
    facts({ grace: 40 }),
    {
      path: grace,
      because: [
        ["gracePeriod", 40],
        ["deregistrationDelay", 35],
      ],
      details: group,
    },
  ],
  [
    "prestop-covers-propagation",
    "without a target group",
    changed({ sleep: 2, groups: [] }, { services: [serviceNamed({})] }),
    {
      path: preStop,
      because: [
        ["preStop", 2],
        ["propagation", 10],
      ],
      details: { through: "service" },
    },
  ],
  [
    "prestop-covers-propagation",
    "to Pods",
    facts({ sleep: 2 }),
    {
      path: preStop,
      because: [
        ["preStop", 2],
        ["propagation", 10],
      ],
      details: group,
    },
  ],
  [
    "prestop-covers-requests",
    "",
    facts({ sleep: 20, request: 20, groups: [unset] }),
    {
      path: preStop,
      because: [
        ["preStop", 20],
        ["propagation", 10],
        ["requestTimeout", 20],
      ],
      details: group,
    },
  ],
  [
    "deregistration-delay-unset",
    "",
    facts({ groups: [unset] }),
    {
      subject: ingressRef,
      path: "delay",
      because: [["deregistrationDelay", 300]],
      details: { origin: "Ingress web/shop", value: "deregistration_delay.timeout_seconds=35" },
    },
  ],
  [
    "deregistration-outlives-request",
    "",
    facts({ request: 60 }),
    {
      subject: ingressRef,
      path: "delay",
      because: [
        ["deregistrationDelay", 35],
        ["requestTimeout", 60],
      ],
      details: { ...group, value: "deregistration_delay.timeout_seconds=61" },
    },
  ],
  [
    "request-outlives-idle",
    "",
    facts({ request: 30 }),
    {
      path: "outlive.dev/request-timeout",
      because: [
        ["requestTimeout", 30],
        ["idleTimeout", 60],
      ],
      details: group,
    },
  ],
  [
    "keepalive-outlives-idle",
    "",
    facts({ keepAlive: 5 }),
    {
      path: "outlive.dev/keep-alive",
      because: [
        ["keepAlive", 5],
        ["idleTimeout", 60],
      ],
      details: group,
    },
  ],
  [
    "disruption-budget-allows-drain",
    "",
    changed({}, { disruptionBudgets: [{ name: "all", blocksEveryEviction: true }] }),
    {
      subject: { apiVersion: "policy/v1", kind: "PodDisruptionBudget", namespace: "web", name: "all" },
      path: "spec",
      because: [],
      details: { problem: "blocks-every-eviction" },
    },
  ],
  [
    "no-publish-not-ready-addresses",
    "",
    changed({}, { services: [serviceNamed({ publishNotReadyAddresses: true })] }),
    { subject: serviceRef, path: "spec.publishNotReadyAddresses", because: [], details: {} },
  ],
  [
    "traffic-policy-local",
    "",
    changed({ groups: [instance] }, { services: [serviceNamed(open)] }),
    { subject: serviceRef, path: "spec.externalTrafficPolicy", because: [], details: {} },
  ],
  [
    "readiness-gate-present",
    "one that cannot become true",
    changed({}, { gates: [{ gate: "a", present: true, impossible: "no-binding" }] }),
    { path: "spec.template.spec.readinessGates", because: [], details: { gate: "a", impossible: "no-binding" } },
  ],
  [
    "readiness-probe-present",
    "",
    (() => {
      const base = facts();
      const podSpec = base.workload.podSpec;
      const containers = podSpec.containers.map((each): Container => ({ ...each, hasReadinessProbe: false }));
      return { ...base, workload: { ...base.workload, podSpec: { ...podSpec, containers } } };
    })(),
    { path: "spec.template.spec.containers[0].readinessProbe", because: [], details: { container: "app" } },
  ],
  ["replicas-at-least-two", "", facts({ replicas: 1 }), { path: "spec.replicas", because: [], details: { replicas: "1" } }],
  [
    "replicas-at-least-two",
    "by an autoscaler",
    changed({}, { fewestPods: { pods: 1, autoscaler: "shop" } }),
    { path: "spec.replicas", because: [], details: { replicas: "1", autoscaler: "shop" } },
  ],
  [
    "rollout-keeps-capacity",
    "Recreate",
    rollout({ strategy: "Recreate" }),
    { path: "spec.strategy", because: [], details: { problem: "recreate" } },
  ],
  [
    "rollout-keeps-capacity",
    "of a Deployment",
    rollout({ maxUnavailable: "100%" }),
    { path: "spec.strategy", because: [], details: { problem: "all-unavailable" } },
  ],
  [
    "rollout-keeps-capacity",
    "of a canary",
    rollout({ strategy: "canary", maxUnavailable: "100%" }, "Rollout"),
    { path: "spec.strategy", because: [], details: { problem: "all-unavailable" } },
  ],
  [
    "rollout-keeps-capacity",
    "of a StatefulSet",
    rollout({ maxUnavailable: "100%" }, "StatefulSet"),
    { path: "spec.updateStrategy", because: [], details: { problem: "all-unavailable" } },
  ],
  [
    "rollout-keeps-capacity",
    "of a DaemonSet",
    rollout({ maxUnavailable: "100%" }, "DaemonSet"),
    { path: "spec.updateStrategy", because: [], details: { problem: "all-unavailable" } },
  ],
];

const only = (found: readonly Breach[]): Breach => {
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) throw new Error(`one breach was expected, ${found.length} were found`);
  return first;
};

describe("a breach says where, by which values, and of what", () => {
  test.each(table)("%s %s", (id, _sentence, given, said) => {
    const { subject, path, because, details } = only(rules[id].find(given, defaultParameters));
    expect({ subject, path, because: because.map(({ name, value }) => [name, value]), details }).toEqual({
      subject: given.workload.ref,
      ...said,
    });
  });
});

describe("a container's field", () => {
  const hooks = (...given: readonly (number | "none" | "other")[]): WorkloadFacts => {
    const base = facts({ sleep: 1 });
    const [first] = base.workload.podSpec.containers;
    if (first === undefined) throw new Error("a container was expected");
    const containers = given.map(
      (hook): Container => ({
        ...first,
        preStop:
          hook === "none"
            ? { kind: "none" }
            : hook === "other"
              ? { kind: "other", handler: "httpGet" }
              : { kind: "sleep", form: "native", seconds: seconds(hook) },
      }),
    );
    const podSpec = { ...base.workload.podSpec, containers };
    return { ...base, serving: given.map((_, index) => index), workload: { ...base.workload, podSpec } };
  };

  test.each([
    ["the shortest sleep", hooks(5, 3, 4), 1],
    ["a container without a hook before any that sleeps", hooks(5, "none", 4), 1],
    ["a sleep before a hook of unknown length", hooks("other", 5), 1],
    ["no hook before a hook of unknown length", hooks("other", "none"), 1],
    ["the first of equals", hooks(5, 5), 0],
  ])("is that of %s", (_sentence, given, index) => {
    const [first] = rules["prestop-outlives-deregistration"].find(given, defaultParameters);
    expect(first?.path).toBe(`spec.template.spec.containers[${index}].lifecycle.preStop`);
  });
});

describe("the longest sleep", () => {
  const sleeps = (shortest: number | undefined, longest: number | undefined): WorkloadFacts => {
    const base = facts({ grace: 50 });
    const timings = {
      ...base.timings,
      preStop: shortest === undefined ? undefined : amount("preStop", shortest),
      ...(longest === undefined ? {} : { longestPreStop: amount("preStop", longest) }),
    };
    return { ...base, timings };
  };

  test.each([
    ["of several containers", sleeps(10, 60), [60]],
    ["beside a container that does not sleep", sleeps(undefined, 60), [60]],
    ["of one container", sleeps(60, undefined), [60]],
    ["that is stated shorter than the shortest", sleeps(60, 10), [60]],
    ["that the grace period holds", sleeps(10, 49), []],
  ])("%s has to end within the grace period", (_sentence, given, found) => {
    const breaches = rules["grace-outlives-prestop"].find(given, defaultParameters);
    expect(breaches.map(({ because }) => because[1]?.value)).toEqual(found);
  });
});

describe("what stops new requests to a Pod", () => {
  const services = [serviceNamed({ externalTrafficPolicy: "Local", type: "LoadBalancer" })];
  const other = [
    serviceNamed({ type: "LoadBalancer", externalTrafficPolicy: "Local" }, "other"),
    serviceNamed({ type: "LoadBalancer", externalTrafficPolicy: "Local" }, "shop", "elsewhere"),
    serviceNamed(open),
  ];

  test.each([
    ["nothing is said where the Pod is the target", changed({}, { services }), undefined],
    [
      "the health check of its node, where that forwards to its own Pods only",
      changed({ groups: [instance] }, { services }),
      "health-check",
    ],
    ["kube-proxy where every node forwards to every Pod", changed({ groups: [instance] }, { services: other }), "kube-proxy"],
    ["kube-proxy where the Service is not known", changed({ groups: [instance] }, { services: [] }), "kube-proxy"],
  ])("%s", (_sentence, given, stopped) => {
    expect(only(rules["prestop-covers-propagation"].find(given, defaultParameters)).details["stoppedBy"]).toBe(stopped);
  });

  test("a measured propagation says so", () => {
    const measured = { on: "2026-01-01", ends: 12 };
    const albIp = { ...defaultParameters.propagation.albIp, measured };
    const parameters = { ...defaultParameters, propagation: { ...defaultParameters.propagation, albIp } };
    const sources = (given: typeof defaultParameters) => only(rules["prestop-covers-propagation"].find(facts(), given)).because;
    expect(sources(parameters)).toMatchObject([{ source: { from: "setting", name: "propagation.albIp.minimum", measured } }]);
    expect(sources(defaultParameters)[0]?.source).toEqual({ from: "setting", name: "propagation.albIp.minimum" });
  });

  test("a hook of unknown length is named", () => {
    const base = facts({ grace: 5 });
    const given = { ...base, timings: { ...base.timings, preStopKnown: false } };
    expect(only(rules["prestop-covers-propagation"].find(given, defaultParameters)).details).toEqual({
      ...group,
      hook: "unknown",
    });
  });
});

describe("requests in flight", () => {
  const all = { ...defaultParameters, requestCoverage: "all" as const };
  const required = (given: Given, parameters = defaultParameters) =>
    rules["prestop-covers-requests"].find(facts(given), parameters).map((each) => [each.required, each.because.at(-1)?.name]);

  test("of instance targets are not cut by the delay, so they last as long as they may", () => {
    expect(required({ sleep: 0, request: 60, groups: [targetGroup({ targetType: "instance", delay: 10 })] }, all)).toEqual([
      [105, "requestTimeout"],
    ]);
  });

  test("of Pods end with the delay", () => {
    expect(required({ sleep: 0, request: 60, groups: [targetGroup({ delay: 10 })] }, all)).toEqual([[30, "deregistrationDelay"]]);
  });

  test("that last as long as the delay are named by themselves", () => {
    expect(required({ sleep: 0, request: 35 }, all)).toEqual([[55, "requestTimeout"]]);
  });

  test("of instance targets are not covered where only unset delays are", () => {
    const unsetInstance = targetGroup({ targetType: "instance", deregistrationDelay: unset.deregistrationDelay });
    expect(required({ sleep: 0, request: 60, groups: [unsetInstance] })).toEqual([]);
  });
});
