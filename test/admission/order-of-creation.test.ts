/** Pods that were made before anything led to them are named by whatever is created last, and by an audit. */
import { describe, expect, test } from "vitest";
import { createAdmission } from "#admission/admit.ts";
import { audit } from "#audit/audit.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { findingText } from "#wording/finding-text.ts";
import { restartWords } from "#wording/restart-words.ts";
import { type Case, reviewOf } from "../support/case.ts";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { viewOf } from "../support/view.ts";

type Raw = Readonly<Record<string, unknown>>;

const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels: { "outlive.dev/mode": "enforce" } } };

/** A Pod as the ReplicaSet of the Deployment makes it, which nobody has given a sleep. */
function made(name: string): Raw {
  const own = pod("web", name) as { readonly metadata: { readonly labels: object } };
  const metadata = {
    ...own.metadata,
    labels: { ...own.metadata.labels, "pod-template-hash": "abc" },
    ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "shop-abc", controller: true }],
  };
  return { ...own, metadata };
}

const workload = [deployment("web"), made("shop-abc-1"), made("shop-abc-2")];
const unseen = deployment("web");
const sleeping = deployment("web", { sleep: 40, grace: 50 });
const idle = deployment("web", { replicas: 0 });
const skipped = deployment("web", { annotations: { "outlive.dev/skip": "by hand" } });
const routes = { Service: service("web"), Ingress: ingress("web", delay(35)) };

const contextOf = (objects: readonly object[], settings: Raw) => {
  const read = readSettings(settings, builtInPolicies);
  if (!read.ok) throw new Error("the settings are in order");
  return { view: viewOf([namespace, ...objects]), ...read.configuration };
};

/** What the client is told that creates `subject` beside what there is. */
function told(subject: object, existing: readonly object[], settings: Raw = {}, before?: object): string {
  const { view, ...configuration } = contextOf(existing, settings);
  const admission = createAdmission({ view, synced: () => true, configuration: () => configuration });
  const operation = before === undefined ? "CREATE" : "UPDATE";
  const head = { case: "", mode: "enforce", configuration: {}, operation, ...(before === undefined ? {} : { before }) } as const;
  const review = reviewOf({ file: "", head: head as Case["head"], objects: [], subject: subject as Raw });
  const { text } = admission.handle("validate", review);
  const { allowed, warnings = [] } = (JSON.parse(text) as { response: { allowed: boolean; warnings?: readonly string[] } })
    .response;
  expect(allowed).toBe(true);
  return warnings.join(" ");
}

const command = "kubectl -n web rollout restart deployment/shop";
const needs = (seconds: number, why: string): string =>
  `Deployment web/shop: running Pods sleep 0 s but need ${seconds} s for ${why} [restart-needed] Deployment web/shop: restart them: ${command}`;
const forTheRoute = needs(40, "deregistration delay 35 s");
const perhaps = `Deployment web/shop: Pods created at this moment may not get the 40 s sleep for deregistration… [restart-may-be-needed] Deployment web/shop: restart Pods that outlive audit lists: ${command}`;
const forTheService = needs(10, "propagation time 10 s");

describe("whoever creates", () => {
  test.each<[string, keyof typeof routes, readonly object[], Raw, string]>([
    ["the Service last is told of Pods that were made before it", "Service", [...workload, routes.Ingress], {}, forTheRoute],
    ["the Ingress last is told of them as well", "Ingress", [...workload, routes.Service], {}, forTheRoute],
    ["a Service without a route is told of Pods without the floor", "Service", workload, {}, forTheService],
    ["an Ingress whose Service is to come is told of no Pods", "Ingress", workload, {}, ""],
    ["a Service where no floor is asked for is told nothing", "Service", workload, { unrouted: "none" }, ""],
    ["a Service before its workload is told nothing", "Service", [routes.Ingress], {}, ""],
    ["the Service last is told of a workload of which no Pod is seen yet", "Service", [unseen, routes.Ingress], {}, perhaps],
    ["the Ingress last is told of it as well", "Ingress", [unseen, routes.Service], {}, perhaps],
    ["a Service for a template that sleeps long enough is told nothing", "Service", [sleeping, routes.Ingress], {}, ""],
    ["a Service for a workload of no replicas is told nothing", "Service", [idle, routes.Ingress], {}, ""],
    ["a Service for a workload that is left alone is told nothing", "Service", [skipped, routes.Ingress], {}, ""],
  ])("%s", (_sentence, kind, existing, settings, expected) => {
    const warning = told(routes[kind], existing, settings);
    expect(/\[restart-/.test(warning) ? warning : "").toBe(expected);
  });

  test("a Service again is told of no Pods that are perhaps made", () => {
    expect(told(service("web", { team: "a" }), [unseen, routes.Service, routes.Ingress], {}, routes.Service)).toBe("");
  });

  test("a route that no Pod could satisfy is not refused for Pods that nobody has seen", () => {
    expect(told(ingress("web", delay(3600)), [unseen, routes.Service])).not.toContain("restart-");
  });
});

test.each([
  ["StatefulSet", "kubectl -n web rollout restart statefulset/shop"],
  ["DaemonSet", "kubectl -n web rollout restart daemonset/shop"],
  ["Rollout", "kubectl argo rollouts -n web restart shop"],
  ["Pod", "recreate Pod web/shop"],
])("the Pods of a %s are restarted in its own way", (kind, words) => {
  expect(restartWords({ apiVersion: "v1", kind, namespace: "web", name: "shop" })).toBe(words);
});

test.each([
  ["a route", [routes.Service, routes.Ingress]],
  ["a Service only", [routes.Service]],
])("an audit counts the Pods that were made before %s, and says what to do about them", (_sentence, objects) => {
  const context = contextOf([...workload, ...objects], {});
  const { workloads } = audit(topLevelWorkloads({ view: context.view, pods: [] }, undefined), context);
  expect(workloads.map(({ pods, outdatedPods }) => ({ pods, outdatedPods }))).toEqual([{ pods: 2, outdatedPods: 2 }]);
  const findings = workloads.flatMap(({ explanation }) => explanation.findings);
  const restarts = findings.filter(({ rule }) => rule === "restart-needed").map(findingText);
  expect(restarts.map(({ todo }) => todo)).toEqual(["restart them: kubectl -n web rollout restart deployment/shop"]);
});
