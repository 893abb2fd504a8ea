import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { check } from "#check/check.ts";
import { withAssumedClasses } from "#check/check-assumed-classes.ts";
import type { CheckSource } from "#check/check-source.ts";
import { explain } from "#explain/explain.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import type { Manifests } from "#manifests/manifest-collection.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { type Finding, ruleIds } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";

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

describe("Classes that are in none of the manifests", () => {
  const ingress = (className: string, annotations: string): string =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: web, annotations: {${annotations}}}\nspec: {${className}}\n`;
  const read = async (text: string): Promise<Manifests> =>
    readManifests(
      watchedKinds,
      ["-"],
      (async function* () {
        yield text;
      })(),
    );
  const alb = "alb.ingress.kubernetes.io/target-type: ip";

  test.each<[string, string, readonly string[]]>([
    ["alb", ingress("ingressClassName: alb", ""), ["alb"]],
    ["another name with an annotation of the controller", ingress("ingressClassName: public", alb), ["public"]],
    ["no name with an annotation of the controller", ingress("", alb), ["alb"]],
    ["no name and no annotation", ingress("", ""), []],
    ["the old annotation decides", ingress("", `${alb}, kubernetes.io/ingress.class: nginx`), []],
    ["a name of another controller's", ingress("ingressClassName: nginx-internal", alb), []],
  ])("are taken to exist: %s", async (_, text, expected) => {
    const { view, assumed } = withAssumedClasses((await read(text)).view);
    expect(assumed.map(({ className }) => className)).toEqual(expected);
    for (const name of expected) expect(view.get("IngressClass", "", name)?.controller).toBe("ingress.k8s.aws/alb");
  });

  test("an Ingress without a class is one object, however it is asked for", async () => {
    const { view } = withAssumedClasses((await read(ingress("", alb))).view);
    expect(view.list("Ingress")[0]).toBe(view.get("Ingress", "web", "web"));
    expect(view.list("Ingress")[0]?.ingressClassName).toBe("alb");
  });

  test("a view with nothing to assume is the same view", () => {
    expect(withAssumedClasses(manifests.view).view).toBe(manifests.view);
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
