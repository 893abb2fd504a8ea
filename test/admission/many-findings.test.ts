/** However much is wrong with an object, what is said of it is bounded, and what is decided follows from all of it. */
import { describe, expect, test } from "vitest";
import { check } from "#check/check.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { manifestsOfObjects } from "#manifests/given-objects.ts";
import { capFindings, mostFindings } from "#model/findings/cap-findings.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { admissionOver, reviewOfCreate } from "../support/admission.ts";
import { type Raw, rawClass, rawIngress, rawPath, rawService } from "../support/routing.ts";

const settings = readSettings({}, builtInPolicies);
if (!settings.ok) throw new Error("the defaults are no configuration");
const { configuration } = settings;

const namespace: Raw = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "shop", labels: { "outlive.dev/mode": "enforce" } },
};
const toNowhere = (count: number): Raw =>
  rawIngress("web", {
    annotations: { "target-type": "ip" },
    paths: [rawPath("web"), ...Array.from({ length: count }, (_, index) => rawPath(`s${index}`))],
  });
/** A Service of a wrong target type for each path: nothing but this Ingress is to blame. */
const toWrong = (count: number): Raw =>
  rawIngress("web", {
    annotations: {
      "target-type": "ip",
      ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`actions.a${index}`, "{"])),
    },
    paths: [rawPath("web"), ...Array.from({ length: count }, (_, index) => rawPath(`a${index}`, "use-annotation", `/p${index}`))],
  });

describe("an Ingress that leads to thousands of Services that do not exist", () => {
  const world = [namespace, rawClass("alb"), rawService("web")];

  test("the decision names a hundred, and how many more there are", () => {
    const { record, text } = admissionOver(world).handle("validate", reviewOfCreate(toNowhere(3_000), "ingresses"));
    expect(record.findings.length).toBeLessThanOrEqual(mostFindings + 1);
    expect(record.findings.at(-1)?.id).toBe("more-findings");
    expect(text.length).toBeLessThan(10_000);
  });

  test("so does a check", () => {
    const { view, objects } = manifestsOfObjects(watchedKinds, [...world, toNowhere(5_000)], "shop");
    const { findings } = check({ view, objects }, configuration);
    const missing = findings.filter(({ finding }) => finding.rule === "service-missing");
    const rest = findings.filter(({ finding }) => finding.rule === "more-findings");
    expect(missing.length).toBeLessThanOrEqual(mostFindings);
    expect(rest.map(({ finding }) => Number(finding.details["count"]))).toEqual([expect.any(Number)]);
    expect(Number(rest[0]?.finding.details["count"])).toBeGreaterThanOrEqual(5_000 - mostFindings);
  });
});

describe("an update of an Ingress with more errors than are listed", () => {
  const errors = mostFindings + 50;
  const update = (before: Raw, after: Raw) => {
    const review = reviewOfCreate(after, "ingresses") as { readonly request: Raw };
    const request = { ...review.request, operation: "UPDATE", oldObject: structuredClone(before) };
    return admissionOver([namespace, rawClass("alb"), rawService("web"), before]).handle("validate", { ...review, request });
  };

  test("that adds one is refused, though it is not among the first", () => {
    expect(update(toWrong(errors), toWrong(errors + 1)).record.result).toBe("denied");
  });

  test("that takes the first ones away is admitted, though others move up", () => {
    const fewer = toWrong(errors) as {
      readonly spec: { readonly rules: readonly { readonly http: { readonly paths: readonly unknown[] } }[] };
    };
    const [rule] = fewer.spec.rules;
    const paths = rule?.http.paths.toSpliced(1, 40);
    const after = { ...fewer, spec: { ...fewer.spec, rules: [{ http: { paths } }] } };
    expect(update(toWrong(errors), after).record.result).toBe("warned");
  });
});

test("errors are listed before warnings, and what is left out counts as the worst of it", () => {
  const finding = (severity: "error" | "warning", index: number) => ({
    rule: "service-missing" as const,
    severity,
    subject: { apiVersion: "v1", kind: "Service", namespace: "shop", name: `s${index}` },
    path: "",
    actual: undefined,
    required: undefined,
    because: [],
    details: {},
  });
  const many = Array.from({ length: 300 }, (_, index) => finding(index % 10 === 0 ? "error" : "warning", index));
  const capped = capFindings(many);
  expect(capped.filter(({ severity }) => severity === "error").length).toBe(30);
  expect(capped.at(-1)).toMatchObject({ rule: "more-findings", severity: "warning", details: { count: "200" } });
  const errors = capFindings(Array.from({ length: 300 }, (_, index) => finding("error", index)));
  expect(errors.at(-1)).toMatchObject({ rule: "more-findings", severity: "error", details: { count: "200" } });
});
