import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPermissions } from "#kubernetes/api/read-permissions.ts";
import { backgroundPermissions } from "#kubernetes/api/write-permissions.ts";
import { canaryKind } from "#kubernetes/objects/read-canary.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { chart, only, render } from "./helm.ts";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const rulesOf = (objects: ReturnType<typeof render>, kind: string): readonly Rule[] =>
  only(objects, kind)["rules"] as readonly Rule[];

const flat = (rules: readonly Rule[]): readonly string[] =>
  rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}: ${[...verbs].join(", ")}`)),
  );

const byCertManager = { tls: { mode: "cert-manager" } };

test("the ClusterRole reads what the webhook watches and nothing else", () => {
  const needed = readPermissions(watchedKinds).map(({ group, resource, verbs }) => `${group}/${resource}: ${verbs.join(", ")}`);
  expect([...flat(rulesOf(render({ values: byCertManager }), "ClusterRole"))].sort()).toEqual([...needed].sort());
});

test("with gates it also reads Canaries", () => {
  const gates = { configuration: { gates: { enabled: true } } };
  const needed = readPermissions({ ...watchedKinds, Canary: canaryKind });
  expect([...flat(rulesOf(render({ values: { ...byCertManager, ...gates } }), "ClusterRole"))].sort()).toEqual(
    needed.map(({ group, resource, verbs }) => `${group}/${resource}: ${verbs.join(", ")}`).sort(),
  );
});

test("mode self adds the two webhook configurations by name", () => {
  const added = rulesOf(render(), "ClusterRole").filter(({ apiGroups }) => apiGroups[0] === "admissionregistration.k8s.io");
  expect(added).toEqual([
    {
      apiGroups: ["admissionregistration.k8s.io"],
      resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
      resourceNames: ["outlive"],
      verbs: ["get", "patch"],
    },
  ]);
});

test("mode self reads and writes one Secret and one Lease of its namespace", () => {
  expect(rulesOf(render(), "Role")).toEqual([
    { apiGroups: [""], resources: ["secrets"], resourceNames: ["outlive-certificates"], verbs: ["get", "update"] },
    {
      apiGroups: ["coordination.k8s.io"],
      resources: ["leases"],
      resourceNames: ["outlive-certificates"],
      verbs: ["get", "update"],
    },
    { apiGroups: [""], resources: ["secrets"], verbs: ["create"] },
    { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
  ]);
});

test("policies tie the ServiceAccount to what mode self writes, unless they are switched off", () => {
  const kinds = (values: object): readonly string[] => render({ values }).map(({ kind }) => kind);
  const policies = (values: object): number =>
    kinds(values).filter((kind) => kind.startsWith("ValidatingAdmissionPolicy")).length;
  expect([policies({}), policies({ tls: { self: { restrictWrites: false } } }), policies(byCertManager)]).toEqual([6, 0, 0]);
});

test("no other mode has a Role", () => {
  expect(render({ values: byCertManager }).map(({ kind }) => kind)).not.toContain("Role");
});

const parts = [
  ["reports", { reports: { enabled: true, aggregateToView: false } }],
  ["events", { reports: { events: true } }],
  ["restart", { restart: { onNewRoute: true } }],
] as const;

test.each(parts)("%s has a ClusterRole of its own, with what the code needs for it and nothing else", (part, values) => {
  const needed = backgroundPermissions({ reports: part === "reports", events: part === "events", restart: part === "restart" });
  const objects = render({ values });
  const roles = objects.filter(({ kind, metadata }) => kind === "ClusterRole" && metadata.name.startsWith("outlive-"));
  expect(roles.map(({ metadata }) => metadata.name)).toEqual([`outlive-${part}`]);
  expect([...flat(roles[0]?.["rules"] as readonly Rule[])].sort()).toEqual(
    needed.map(({ group, resource, verbs }) => `${group}/${resource}: ${verbs.join(", ")}`).sort(),
  );
});

test("nothing of it is rendered by default", () => {
  expect(render().filter(({ metadata }) => /-(reports|events|restart|leadership|view-reports)$/.test(metadata.name))).toEqual([]);
});

test.each(parts)("for %s, a mode that keeps no certificates gets the Lease and a Role for it", (_, values) => {
  const objects = render({ values: { ...byCertManager, ...values } });
  expect(rulesOf(objects, "Role").flatMap(({ resources }) => resources)).toEqual(["leases", "leases"]);
  expect(only(objects, "Lease").metadata.name).toBe("outlive-certificates");
});

describe.each(["templates/continuous-audit.yaml", "templates/clusterrole.yaml", "files/permissions.yaml"])("in %s", (file) => {
  const lines = readFileSync(join(chart, file), "utf8").split("\n");
  const rules = lines.flatMap((line, index) =>
    line.trim().startsWith("- apiGroups:") ? [[line.trim(), lines[index - 1] ?? ""] as const] : [],
  );
  test.each(rules)("the rule %s says why", (_, above) => {
    expect(above).toMatch(/^ *# \S/);
  });
  test("nothing is a wildcard", () => {
    expect(lines.join("\n")).not.toContain("*");
  });
});
