import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { check } from "#check/check.ts";
import type { CheckSource } from "#check/check-source.ts";
import { explain } from "#explain/explain.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { type Finding, ruleIds } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { controllerDeployment } from "../support/controller-manifests.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";

const folder = fileURLToPath(new URL("../cases/forty", import.meta.url));
const manifests = await readManifests(watchedKinds, [folder], noInput());
const settings = readSettings({}, builtInPolicies);
if (!settings.ok) throw new Error("the defaults are no configuration");
const { configuration } = settings;
const checked = check(manifests, configuration);

async function* noInput(): AsyncGenerator<string> {}

const named = ({ rule, severity, subject, path }: Finding): string => `${severity} ${rule} ${printRef(subject)} ${path}`;

describe("forty files of many kinds", () => {
  const all = new Set(checked.findings.map(({ finding }) => named(finding)));
  const explanations = topLevelWorkloads({ view: manifests.view, pods: [] }, undefined).map((workload) =>
    explain(workload, { ...configuration, view: manifests.view }),
  );

  test.each(explanations.map((explanation) => [printRef(explanation.subject), explanation] as const))(
    "whatever an explanation of %s finds, the check finds",
    (_, { findings }) => {
      expect(findings.map(named).filter((finding) => !all.has(finding))).toEqual([]);
    },
  );

  test("every rule that a check breaks is found in a line that exists", () => {
    const lengths = new Map<string, number>();
    for (const { finding, file, line } of checked.findings) {
      const length = lengths.get(file) ?? readFileSync(file, "utf8").split("\n").length;
      lengths.set(file, length);
      expect(line, named(finding)).toBeGreaterThan(0);
      expect(line, named(finding)).toBeLessThanOrEqual(length);
    }
  });

  /** About an annotation that is not there: they stand where it belongs. */
  const missing: ReadonlySet<string> = new Set(["binding-delay-assumed", "deregistration-delay-unset"]);

  test("a finding about an annotation stands in the line that begins with it", () => {
    const annotated = checked.findings.filter(({ finding: { path, rule } }) => path.includes("/") && !missing.has(rule));
    expect(annotated.length).toBeGreaterThan(3);
    for (const { finding, file, line } of annotated) {
      const key = finding.path.replace(/^.*annotations\./, "");
      expect(readFileSync(file, "utf8").split("\n")[line - 1], named(finding)).toContain(key);
    }
  });

  test("findings are in the order of files and lines", () => {
    const files = [...new Set(manifests.objects.map(({ document }) => document.file))];
    const places = checked.findings.map(({ file, line }) => files.indexOf(file) * 1e6 + line);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("fixes are for workloads that break a rule about their own times, and for no others", () => {
    const times = new Set<string>(ruleIds.filter((id) => /prestop|grace/.test(id)));
    const broken = checked.findings
      .filter(({ finding }) => times.has(finding.rule))
      .map(({ finding }) => printRef(finding.subject));
    expect(
      checked.fixes.workloads.map(({ subject }) => printRef(subject)).filter((subject) => !broken.includes(subject)),
    ).toEqual([]);
  });

  test("whoever waits is told of every object once", () => {
    const told: string[] = [];
    check(manifests, configuration, (done, total) => told.push(`${done}/${total}`));
    expect(told).toHaveLength(checked.checked.length);
    expect(told.at(-1)).toBe(`${told.length}/${told.length}`);
  });
});

describe("A subject that stands in no file", () => {
  test("is placed where it was brought up", async () => {
    const text =
      "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: edge, namespace: web}\nspec: {gatewayClassName: gone, listeners: []}\n";
    const { objects, view } = await readManifests(
      watchedKinds,
      ["-"],
      (async function* () {
        yield text;
      })(),
    );
    const source: CheckSource = { view, objects };
    expect(check(source, configuration).findings.map(({ finding, line }) => `${finding.rule} ${line}`)).toEqual([
      "gateway-class-missing 4",
    ]);
  });
});

test("A controller among the files is judged once, at its own line, and its flags decide how routes are read", async () => {
  const controller = controllerDeployment({ replicaCount: 1, defaultTargetType: "ip" });
  const route = ingress("web", delay(35), { "alb.ingress.kubernetes.io/target-type": "" });
  const { "alb.ingress.kubernetes.io/target-type": _, ...annotations } = (
    route as { metadata: { annotations: Record<string, string> } }
  ).metadata.annotations;
  const untyped = { ...route, metadata: { name: "shop", namespace: "web", annotations } };
  const text = [service("web"), untyped, deployment("web"), deployment("api"), controller].map((object) =>
    JSON.stringify(object),
  );
  const given = await readManifests(
    watchedKinds,
    ["-"],
    (async function* () {
      yield text.join("\n---\n");
    })(),
  );
  const found = check(given, configuration).findings.map(({ finding, line }) => `${line} ${finding.rule}`);
  expect(found.filter((id) => id.includes("controller-"))).toEqual(["9 controller-single-replica"]);
  expect(found).toContain("5 prestop-outlives-deregistration");
});
