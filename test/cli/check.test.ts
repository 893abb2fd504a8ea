import { describe, expect, test } from "vitest";
import {
  type DeploymentGiven,
  deployment,
  documents,
  ingress,
  ingressClass,
  namespace,
  routes,
  service,
} from "./check-manifests.ts";
import { linesOf, reportOn } from "./run-check.ts";

const app = (given: DeploymentGiven, delay?: number | string): Readonly<Record<string, string>> => ({
  "app.yaml": deployment(given),
  "routes.yaml": routes(delay === undefined ? {} : { delay }),
});

const outlives = "error prestop-outlives-deregistration";
const covers = "error prestop-covers-propagation";
const within = "error grace-within-deregistration";
const fits = "warning fits-node-shutdown";

describe("Timings of a workload and delays of its routes are judged together", () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[], readonly string[]]>([
    ["delay 35, sleep 40, grace 50 pass", app({ sleep: 40, grace: 50 }, 35), [], []],
    ["delay 35, sleep 35, grace 50: equal is not longer", app({ sleep: 35, grace: 50 }, 35), [], [`${outlives} app.yaml:19`]],
    ["sleep 10, grace 75, delay 30", app({ sleep: 10, grace: 75 }, 30), [], [`${outlives} app.yaml:19`]],
    [
      "sleep 10, grace 60, delay 70 under target-outlives-pod",
      app({ sleep: 10, grace: 60 }, 70),
      ["--policy", "target-outlives-pod"],
      [],
    ],
    [
      "sleep 10, grace 60, delay 70 under pod-outlives-target",
      app({ sleep: 10, grace: 60 }, 70),
      [],
      [`${outlives} app.yaml:19`],
    ],
    [
      "sleep 10, grace 70, delay 70 under target-outlives-pod",
      app({ sleep: 10, grace: 70 }, 70),
      ["--policy", "target-outlives-pod"],
      [`${within} app.yaml:10`],
    ],
    [
      "nothing said at all: the nearest line is the container's",
      app({}),
      [],
      [`${covers} app.yaml:11`, "warning deregistration-delay-unset routes.yaml:18"],
    ],
    [
      "a sleep and no grace period",
      app({ sleep: 40 }, 35),
      [],
      ["error grace-outlives-prestop app.yaml:9", "warning shutdown-fits-grace app.yaml:9"],
    ],
    [
      "a sleep for a delay that nobody set",
      app({ sleep: 310, grace: 330 }),
      [],
      [`${fits} app.yaml:10`, "warning deregistration-delay-unset routes.yaml:18"],
    ],
    ["a delay that is no number", app({ sleep: 40, grace: 50 }, "abc"), [], ["error deregistration-delay-valid routes.yaml:20"]],
    ["a delay with a unit", app({ sleep: 40, grace: 50 }, "30s"), [], ["error deregistration-delay-valid routes.yaml:20"]],
    ["one replica", app({ sleep: 40, grace: 50, replicas: 1 }, 35), [], ["warning replicas-at-least-two app.yaml:5"]],
    ["no Service at all", { "app.yaml": deployment() }, [], []],
    [
      "no Service, but a hook longer than the grace period",
      { "app.yaml": deployment({ sleep: 60, grace: 50 }) },
      [],
      ["error grace-outlives-prestop app.yaml:10"],
    ],
    [
      "a Service without a route",
      { "app.yaml": documents(deployment(), service()) },
      [],
      [`${covers.replace("error", "warning")} app.yaml:11`],
    ],
  ])("%s", async (_, files, args, expected) => {
    expect(linesOf(await reportOn(files, ...args))).toEqual(expected);
  });

  test("a finding says both numbers, where each was read, and what would be enough", async () => {
    const { findings } = await reportOn(app({ sleep: 10, grace: 75 }, 30));
    expect(findings[0]).toEqual({
      rule: "prestop-outlives-deregistration",
      severity: "error",
      subject: { apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: "shop" },
      path: "spec.template.spec.containers[0].lifecycle.preStop",
      file: "app.yaml",
      line: 19,
      message: expect.stringContaining("preStop sleep 10 s") as string,
      what: expect.stringContaining("is not longer than") as string,
      why: expect.stringContaining("still draining") as string,
      do: expect.stringContaining("35 s preStop sleep") as string,
      ruleUrl: null,
      fixable: true,
      actualSeconds: 10,
      requiredSeconds: 35,
      because: [
        { name: "preStop", seconds: 10, source: "Deployment web/shop spec.template.spec.containers[].lifecycle.preStop" },
        {
          name: "deregistrationDelay",
          seconds: 30,
          source: "Ingress web/shop alb.ingress.kubernetes.io/target-group-attributes",
        },
      ],
    });
  });

  test("seconds that nobody states are null, and a report has these keys in this order", async () => {
    const report = await reportOn(app({}, 35));
    expect(Object.keys(report)).toEqual(["apiVersion", "kind", "summary", "findings", "skipped", "ignored"]);
    expect(report).toMatchObject({ apiVersion: "outlive.dev/v1alpha1", kind: "Report", summary: { errors: 2, warnings: 0 } });
    expect(report.findings.map(({ actualSeconds, requiredSeconds }) => [actualSeconds, requiredSeconds])).toEqual([
      [null, 40],
      [null, 20],
    ]);
  });
});

describe("A finding stands where its value is, in whichever file", () => {
  const hiding = (value: string): string => `alb.ingress.kubernetes.io/target-group-attributes: ${value}`;
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      "a Service's annotation hides that of the Ingress",
      {
        "a/app.yaml": deployment({ sleep: 310, grace: 330 }),
        "b/service.yaml": service({}, hiding("stickiness.enabled=true")),
        "c/ingress.yaml": documents(ingressClass, ingress({ delay: 35 })),
      },
      [
        `${fits} a/app.yaml:10`,
        "warning deregistration-delay-unset b/service.yaml:7",
        "warning annotation-overridden-by-service b/service.yaml:7",
      ],
    ],
    [
      "the request timeout of an annotation against a delay of the Ingress",
      {
        "app.yaml": deployment({ sleep: 40, grace: 50, annotations: { "outlive.dev/request-timeout": "90" } }),
        "routes.yaml": routes({ delay: 35 }),
      },
      ["error deregistration-outlives-request routes.yaml:20"],
    ],
    [
      "a request timeout below the idle timeout is the annotation's",
      {
        "app.yaml": deployment({ sleep: 40, grace: 50, annotations: { "outlive.dev/request-timeout": "20" } }),
        "routes.yaml": routes({ delay: 35 }),
      },
      ["warning request-outlives-idle app.yaml:10"],
    ],
    [
      "a list of kind List",
      {
        "all.yaml": `apiVersion: v1\nkind: List\nitems:\n${indented(deployment({}))}${indented(service())}${indented(ingressClass)}${indented(ingress({ delay: 35 }))}`,
      },
      [`${outlives} all.yaml:14`, `${covers} all.yaml:14`],
    ],
    [
      "JSON",
      {
        "app.json": JSON.stringify(
          {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name: "shop", namespace: "web" },
            spec: { replicas: 2, template: { metadata: { labels: { app: "shop" } }, spec: { containers: [{ name: "app" }] } } },
          },
          null,
          2,
        ),
        "routes.yaml": routes({ delay: 35 }),
      },
      [`${outlives} app.json:18`, `${covers} app.json:18`],
    ],
    [
      "several namespaces: each sleep meets the delay of its own",
      {
        "a.yaml": documents(
          deployment({ namespace: "a", sleep: 40, grace: 50 }),
          service({ namespace: "a" }),
          ingress({ namespace: "a", delay: 35 }),
        ),
        "b.yaml": documents(
          deployment({ namespace: "b", sleep: 40, grace: 50 }),
          service({ namespace: "b" }),
          ingress({ namespace: "b", delay: 60 }),
        ),
      },
      [`${outlives} b.yaml:19`],
    ],
  ])("%s", async (_, files, expected) => {
    expect(linesOf(await reportOn(files))).toEqual(expected);
  });
});

const indented = (text: string): string => `- ${text.trimEnd().replaceAll("\n", "\n  ")}\n`;

describe("Which policy judges: annotation, then Namespace, then --policy, then the configuration", () => {
  const timings = { sleep: 10, grace: 60 };
  const annotated = (policy: string): DeploymentGiven => ({ ...timings, annotations: { "outlive.dev/policy": policy } });
  const labelled = (policy: string): string => namespace("web", `outlive.dev/policy: ${policy}`);
  test.each<[string, Readonly<Record<string, string>>, readonly string[], boolean]>([
    ["the configuration's", app(timings, 70), [], false],
    ["--policy over it", app(timings, 70), ["--policy", "target-outlives-pod"], true],
    [
      "the Namespace over --policy",
      { ...app(timings, 70), "ns.yaml": labelled("target-outlives-pod") },
      ["--policy", "pod-outlives-target"],
      true,
    ],
    [
      "the annotation over the Namespace",
      { ...app(annotated("pod-outlives-target"), 70), "ns.yaml": labelled("target-outlives-pod") },
      [],
      false,
    ],
  ])("%s", async (_, files, args, passes) => {
    const { findings } = await reportOn(files, ...args);
    expect(findings.length === 0).toBe(passes);
  });
});

describe("Kinds of workloads", () => {
  const pod = (grace: number, sleep: number): string =>
    `metadata: { labels: { app: shop } }\nspec: { terminationGracePeriodSeconds: ${grace}, containers: [{ name: app, lifecycle: { preStop: { sleep: { seconds: ${sleep} } } } }], restartPolicy: Never }`;
  const template = (text: string): string => text.replaceAll(/^/gm, "    ");
  const of = (kind: string, apiVersion: string, owner = ""): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: shop, namespace: web${owner} }\nspec:\n  replicas: 2\n  template:\n${template(pod(50, 10)).replace("restartPolicy: Never", "restartPolicy: Always")}\n`;
  const owned = ", ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: shop, uid: a, controller: true }]";
  test.each<[string, string, readonly string[]]>([
    ["StatefulSet", of("StatefulSet", "apps/v1"), ["prestop-outlives-deregistration"]],
    ["DaemonSet", of("DaemonSet", "apps/v1"), ["prestop-outlives-deregistration"]],
    ["Rollout", of("Rollout", "argoproj.io/v1alpha1"), ["prestop-outlives-deregistration"]],
    ["ReplicaSet that nobody makes", of("ReplicaSet", "apps/v1"), ["prestop-outlives-deregistration"]],
    ["ReplicaSet of a Deployment", of("ReplicaSet", "apps/v1", owned), []],
    [
      "Job: what ends by itself drains nothing",
      `apiVersion: batch/v1\nkind: Job\nmetadata: { name: shop, namespace: web }\nspec:\n  template:\n${template(pod(50, 10))}\n`,
      [],
    ],
    [
      "Job whose hook outlasts it",
      `apiVersion: batch/v1\nkind: Job\nmetadata: { name: shop, namespace: web }\nspec:\n  template:\n${template(pod(50, 60))}\n`,
      ["grace-outlives-prestop"],
    ],
  ])("%s", async (_, text, expected) => {
    const { findings } = await reportOn({ "app.yaml": text, "routes.yaml": routes({ delay: 35 }) });
    expect(findings.map(({ rule }) => rule)).toEqual(expected);
  });
});
