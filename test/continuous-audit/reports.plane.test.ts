/** The continuous audit against a real API server: what it writes is what admission decides, once, and goes with the finding. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ElectionChoice } from "#cli/serve/election.ts";
import { systemClock } from "#clock/clock.ts";
import { isJsonObject, type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { auditEntries } from "../support/audit-log.ts";
import { podOf } from "../support/audited-case.ts";
import { attributesAnnotation, delay, deployment, ingress, service } from "../support/shop.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";
import { type MixedApplication, mixedApplication } from "./mixed-objects.ts";

const crds = join(import.meta.dirname, "crds");

/** Fast enough for a test; the sizes of slices are those of the product. */
const election = (): ElectionChoice => ({
  namespace: "default",
  identity: `test-${randomBytes(4).toString("hex")}`,
  clock: systemClock,
  renewMs: 1_000,
  leaseSeconds: 8,
  auditPace: { idleMs: 50, settleMs: 300 },
  writePace: { writeMs: 10, retryMs: 500, requestMs: 1_000, discoverMs: 500 },
});

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook({
    configuration: { reports: { enabled: true, events: true } },
    election: election(),
  });
});
afterAll(async () => {
  await webhook.stop();
  await webhook.kubectl(["delete", "--ignore-not-found", "-f", crds]);
});

const itemsOf = async (kind: string, namespace: string): Promise<readonly JsonObject[]> => {
  const { stdout } = await webhook.kubectl(["-n", namespace, "get", kind, "-o", "json"]);
  const { items } = JSON.parse(stdout) as { items: JsonObject[] };
  return items;
};
const reportsIn = (namespace: string) => itemsOf("reports.openreports.io", namespace);
const eventsIn = async (namespace: string): Promise<readonly JsonObject[]> =>
  (await itemsOf("events.events.k8s.io", namespace)).filter((event) => event["reportingController"] === "outlive.dev/audit");

const workloadOf = (report: JsonObject): string => String(objectAt(report, "scope")["name"]);
const rulesOf = (report: JsonObject | undefined): readonly string[] =>
  ((report?.["results"] ?? []) as readonly JsonObject[]).map((result) => String(result["rule"]));

const metric = async (name: string): Promise<number> =>
  Number(new RegExp(`^${name} (\\S+)$`, "m").exec(await webhook.metrics())?.[1] ?? Number.NaN);
const settled = () =>
  webhook.until(
    async () =>
      (await metric("outlive_audit_last_pass_timestamp_seconds")) > 0 &&
      (await metric('outlive_audit_waiting\\{for="audit"\\}')) === 0 &&
      (await metric('outlive_audit_waiting\\{for="reports"\\}')) === 0,
    "the audit to come to rest",
  );

/** The definitions are installed while the audit runs: it notices. */
describe("policy reports", () => {
  beforeAll(async () => {
    await webhook.kubectl(["apply", "--server-side", "-f", crds]);
    await webhook.kubectl(["wait", "--for=condition=Established", "--timeout=30s", "-f", crds]);
  });

  test("a finding brings a report and an Event; both follow it and go with it", async () => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "warn" });
    await webhook.apply(service(namespace), ingress(namespace, delay(35)), deployment(namespace, { replicas: 0 }));
    await webhook.until(async () => (await reportsIn(namespace)).length === 1, "the report");
    const [report] = await reportsIn(namespace);
    const { uid } = objectAt(await webhook.get("deployment", namespace, "shop"), "metadata");
    expect(report).toMatchObject({
      metadata: {
        name: `outlive-${uid}`,
        labels: { "app.kubernetes.io/managed-by": "outlive", "outlive.dev/workload": "Deployment.shop" },
        ownerReferences: [{ apiVersion: "apps/v1", kind: "Deployment", name: "shop", uid }],
      },
      scope: { apiVersion: "apps/v1", kind: "Deployment", namespace, name: "shop", uid },
    });
    expect(rulesOf(report)).toContain("prestop-outlives-deregistration");
    await webhook.until(async () => (await eventsIn(namespace)).length > 0, "the Event");
    const [event] = (await eventsIn(namespace)).filter(({ reason }) => reason === "TimingsTooShort");
    expect(event).toMatchObject({
      type: "Warning",
      action: "Audit",
      regarding: { kind: "Deployment", name: "shop", uid },
      note: expect.stringContaining("Mode enforce would create its Pods with a 40 s preStop sleep and a 50 s grace period"),
    });

    const firstSeen = (of: JsonObject | undefined): unknown =>
      ((of?.["results"] ?? []) as readonly JsonObject[]).find(({ rule }) => rule === "prestop-outlives-deregistration")?.[
        "timestamp"
      ];
    await webhook.kubectl(["-n", namespace, "annotate", "--overwrite", "ingress/shop", `${attributesAnnotation}=${delay(60)}`]);
    await webhook.until(
      async () => JSON.stringify(await reportsIn(namespace)).includes('"requiredSeconds":"65"'),
      "the new number",
    );
    expect(firstSeen((await reportsIn(namespace))[0])).toEqual(firstSeen(report));

    await webhook.apply(deployment(namespace, { replicas: 0, sleep: 65, grace: 80 }));
    await webhook.until(
      async () => !rulesOf((await reportsIn(namespace))[0]).includes("prestop-outlives-deregistration"),
      "the finding to go",
    );
    await webhook.until(
      async () => (await eventsIn(namespace)).some(({ reason, type }) => reason === "TimingsHold" && type === "Normal"),
      "the Event of the recovery",
    );
    await webhook.kubectl(["label", "--overwrite", "namespace", namespace, "outlive.dev/mode=off"]);
    await webhook.until(async () => (await reportsIn(namespace)).length === 0, "the report to go with the scope");
  });

  test("a report that another tool has under this name stays as it is", async () => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "off" });
    await webhook.apply(service(namespace), ingress(namespace, delay(35)), deployment(namespace, { replicas: 0 }));
    const { uid } = objectAt(await webhook.get("deployment", namespace, "shop"), "metadata");
    const foreign = {
      apiVersion: "openreports.io/v1alpha1",
      kind: "Report",
      metadata: { name: `outlive-${uid}`, namespace, labels: { "app.kubernetes.io/managed-by": "other" } },
      results: [{ policy: "theirs" }],
    };
    await webhook.apply(foreign);
    await webhook.kubectl(["label", "--overwrite", "namespace", namespace, "outlive.dev/mode=audit"]);
    await webhook.until(
      () => webhook.log.find(({ msg }) => String(msg).includes("belongs to another tool")) !== undefined,
      "the line about it",
    );
    expect((await reportsIn(namespace))[0]).toMatchObject({ results: [{ policy: "theirs" }] });
  });

  describe("300 mixed objects", () => {
    const modes = ["enforce", "warn", "audit", "off", "enforced"] as const;
    const namespaces: string[] = [];
    const applications: (MixedApplication & { readonly namespace: string; readonly mode: string })[] = [];
    beforeAll(async () => {
      for (const mode of modes) namespaces.push(await webhook.namespace({ "outlive.dev/mode": mode }));
      for (let index = 0; index < 100; index += 1) {
        const at = index % modes.length;
        const namespace = namespaces[at] ?? "";
        applications.push({ ...mixedApplication(index, namespace), namespace, mode: modes[at] ?? "" });
      }
      await webhook.apply(...applications.flatMap(({ service, ingress }) => [service, ingress]));
      const created = await webhook.kubectl(["create", "--validate=false", "-f", "-"], {
        apiVersion: "v1",
        kind: "List",
        items: applications.map(({ workload }) => workload),
      });
      expect(created.stdout.trim().split("\n").length).toBeGreaterThan(80);
      for (const [at, namespace] of namespaces.entries()) {
        const stored =
          modes[at] === "off" ? Number.NaN : (await itemsOf("deployments,statefulsets,daemonsets", namespace)).length;
        const gauge = `outlive_audit_workloads\\{audited_namespace="${namespace}"\\}`;
        await webhook.until(
          async () => Object.is(await metric(gauge), stored),
          `the audit to know the workloads of ${namespace}`,
        );
      }
      await settled();
    });

    const timingRules = new Set([
      "grace-outlives-prestop",
      "shutdown-fits-grace",
      "prestop-outlives-deregistration",
      "prestop-covers-propagation",
      "prestop-covers-requests",
      "grace-within-deregistration",
      "deregistration-outlives-request",
      "no-publish-not-ready-addresses",
      "prestop-over-ceiling",
      "override-invalid",
    ]);

    test("the audit of every one is what admission decides of its Pods", async () => {
      const reports = new Map<string, JsonObject>();
      for (const namespace of namespaces)
        for (const report of await reportsIn(namespace)) reports.set(`${namespace}/${workloadOf(report)}`, report);
      expect(reports.size).toBeGreaterThan(40);
      const stored = (await Promise.all(namespaces.map((each) => itemsOf("deployments,statefulsets,daemonsets", each)))).flat();
      // Once as the controllers create it, and once more as that was admitted: what is left is what nothing fixes.
      const admit = async (pods: readonly object[]): Promise<readonly JsonObject[]> => {
        const { stdout } = await webhook.kubectl(["create", "--dry-run=server", "-o", "json", "-f", "-"], {
          apiVersion: "v1",
          kind: "List",
          items: pods,
        });
        return stdout
          .split(/^\}\n(?=\{)/m)
          .map((text, index, all) => JSON.parse(index < all.length - 1 ? `${text}}` : text) as JsonObject);
      };
      const admitted = await admit(stored.map(podOf));
      expect(admitted).toHaveLength(stored.length);
      await admit(admitted.map(withoutSystemFields));
      const compared = stored.map((workload) => {
        const { namespace, name } = objectAt(workload, "metadata");
        const decision = webhook.log.find(
          (line) => line["msg"] === "decision" && line["kind"] === "Pod" && line["name"] === `${name}-6d4cf56db6-x2x4k`,
        );
        const decided = decision?.["result"] === "skipped" ? [] : ((decision?.["findings"] ?? []) as readonly string[]);
        const only = (rules: readonly string[]) => [...new Set(rules.filter((rule) => timingRules.has(rule)))].sort();
        return {
          workload: `${namespace}/${name}`,
          audit: only(rulesOf(reports.get(`${namespace}/${name}`))),
          admission: only(decided),
        };
      });
      expect(compared.map(({ workload, audit }) => [workload, audit])).toEqual(
        compared.map(({ workload, admission }) => [workload, admission]),
      );
      expect(compared.filter(({ audit }) => audit.length > 0).length).toBeGreaterThan(20);
    });

    test("a second pass, and a new leader, write nothing", async () => {
      const written = () =>
        namespaces.flatMap((namespace) => auditEntries(namespace).filter(({ objectRef }) => objectRef.resource === "reports"))
          .length;
      const events = async () => (await Promise.all(namespaces.map(eventsIn))).flat().length;
      let before: readonly number[] = [];
      await webhook.until(async () => {
        const now = [written(), await events()];
        const same = now.join() === before.join();
        before = now;
        await pause(same ? 0 : 1_500);
        return same;
      }, "the last report and the last Event to be written");
      expect(before[0]).toBeGreaterThan(40);
      // The configuration in force is another object after a reload, and everything is judged again.
      await webhook.configure({ reports: { enabled: true, events: true }, log: { level: "info" } });
      await settled();
      await webhook.stop();
      webhook = await startWebhook({
        configuration: { reports: { enabled: true, events: true } },
        election: election(),
      });
      await settled();
      await pause(1_500);
      expect([written(), await events()]).toEqual(before);
    });

    test("gauges count what the reports say", async () => {
      const text = await webhook.metrics();
      for (const [index, namespace] of namespaces.entries()) {
        const counted = [
          ...text.matchAll(new RegExp(`^outlive_audit_findings\\{audited_namespace="${namespace}",.*\\} (\\d+)$`, "gm")),
        ];
        const sum = counted.reduce((total, [, count]) => total + Number(count), 0);
        const results = (await reportsIn(namespace)).flatMap(({ results: all }) =>
          Array.isArray(all) ? all.filter(isJsonObject) : [],
        );
        // Those that are skipped by annotation have findings and no report.
        expect(sum).toBeGreaterThanOrEqual(results.length);
        expect(sum > 0).toBe(modes[index] !== "off");
      }
    });
  });

  test("the older API takes the same", async () => {
    await webhook.stop();
    webhook = await startWebhook({ configuration: { reports: { enabled: true, api: "wgpolicyk8s" } }, election: election() });
    const namespace = await webhook.namespace({ "outlive.dev/mode": "audit" });
    await webhook.apply(service(namespace), ingress(namespace, delay(35)), deployment(namespace, { replicas: 0 }));
    const reports = () => itemsOf("policyreports.wgpolicyk8s.io", namespace);
    await webhook.until(async () => (await reports()).length === 1, "the report");
    expect((await reports())[0]).toMatchObject({ summary: { fail: 2 }, scope: { name: "shop" } });
    expect(rulesOf((await reports())[0])).toContain("prestop-outlives-deregistration");
    await webhook.apply(deployment(namespace, { replicas: 2, sleep: 40, grace: 60 }));
    await webhook.until(async () => (await reports()).length === 0, "the report to go");
    expect(await reportsIn(namespace)).toEqual([]);
  });
});

function withoutSystemFields(pod: JsonObject): JsonObject {
  const { name, namespace, labels, annotations, ownerReferences } = objectAt(pod, "metadata");
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels, annotations, ownerReferences } as JsonObject,
    spec: pod["spec"] as JsonObject,
  };
}
