import { describe, expect, test } from "vitest";
import { keys } from "#model/settings/keys.ts";
import { type AnnotationLayer, readOverrides } from "#workloads/overrides.ts";
import { shopRef } from "../support/workload-facts.ts";

const layer = (
  annotations: Readonly<Record<string, string>>,
  path: "metadata" | "spec.template.metadata" = "metadata",
  labels: Readonly<Record<string, string>> = {},
): AnnotationLayer => ({ object: shopRef, holder: path === "metadata" ? "workload" : "pod", path, annotations, labels });

const readOne = (annotations: Readonly<Record<string, string>>) =>
  readOverrides([layer(annotations)], ["pod-outlives-target", "propagation"], ["app", "proxy"]);

const durations = ["preStop", "gracePeriod", "shutdown", "requestTimeout", "keepAlive"] as const;

describe.each(durations)("%s", (name) => {
  test("is whole seconds or a Go duration, with the annotation as its source", () => {
    const source = { from: "object", object: shopRef, field: keys[name] };
    expect(readOne({ [keys[name]]: "45" })[name]).toEqual({ value: 45, source });
    expect(readOne({ [keys[name]]: "1m30s" })[name]).toEqual({ value: 90, source });
  });

  test.each(["fast", "-5", "", "5 minutes", "25h", "99999999999999999999", "1e3", "４５"])("is not %j", (text) => {
    const read = readOne({ [keys[name]]: text });
    expect(read[name]).toBeUndefined();
    expect(read.findings).toEqual([
      expect.objectContaining({
        rule: "override-invalid",
        severity: "error",
        path: `metadata.annotations.${keys[name]}`,
        details: { key: keys[name], value: text, accepted: expect.stringContaining("whole seconds") },
      }),
    ]);
  });

  test("is undefined without the annotation, and nothing is found", () => {
    expect(readOne({})).toMatchObject({ [name]: undefined, findings: [] });
  });
});

const words: readonly (readonly [string, keyof typeof keys, string, unknown, string | undefined])[] = [
  ["a policy that there is", "policy", "propagation", "propagation", undefined],
  ["a policy that there is not", "policy", "fastest", undefined, "policy-unknown"],
  ["a policy in capitals", "policy", "Propagation", undefined, "policy-unknown"],
  ["one container", "containers", "app", ["app"], undefined],
  ["two containers with blanks", "containers", " app , proxy", ["app", "proxy"], undefined],
  ["a container that there is not", "containers", "app,db", undefined, "container-unknown"],
  ["no container at all", "containers", " , ", undefined, "container-unknown"],
  ["a reason", "skip", "drained by hand", "drained by hand", undefined],
  ["an empty reason", "skip", "", undefined, "skip-without-reason"],
  ["a reason of blanks", "skip", "  \t", undefined, "skip-without-reason"],
];

describe("an annotation", () => {
  test.each(words)("with %s", (_sentence, name, text, value, rule) => {
    const read = readOne({ [keys[name]]: text });
    expect([read[name as "policy"], read.findings.map((finding) => finding.rule)]).toEqual([
      value,
      rule === undefined ? [] : [rule],
    ]);
  });

  test("is shown up to 80 characters", () => {
    expect(readOne({ [keys.preStop]: "x".repeat(5000) }).findings[0]?.details["value"]).toHaveLength(80);
  });

  test("on the Pod goes before one on the template, and that before one on the workload", () => {
    const layers = [
      layer({ [keys.preStop]: "1", [keys.shutdown]: "1", [keys.keepAlive]: "1" }),
      layer({ [keys.preStop]: "2", [keys.shutdown]: "2" }, "spec.template.metadata"),
      layer({ [keys.preStop]: "3" }),
    ];
    const { preStop, shutdown, keepAlive } = readOverrides(layers, [], []);
    expect([preStop?.value, shutdown?.value, keepAlive?.value]).toEqual([3, 2, 1]);
  });

  test("under our prefix that nothing reads is told, on each layer and as a label, and changes nothing", () => {
    const layers = [
      layer({ "outlive.dev/skp": "by hand" }, "metadata", { [keys.skip]: "yes", app: "shop" }),
      layer({ [keys.preStop]: "60", [keys.mode]: "warn", "example.com/skip": "" }, "spec.template.metadata"),
    ];
    const { preStop, skip, findings } = readOverrides(layers, [], []);
    expect([preStop?.value, skip]).toEqual([60, undefined]);
    expect(findings.map(({ rule, severity, path }) => `${severity} ${rule} ${path}`)).toEqual([
      "warning key-unknown metadata.annotations.outlive.dev/skp",
      "warning key-misplaced metadata.labels.outlive.dev/skip",
      "warning key-misplaced spec.template.metadata.annotations.outlive.dev/mode",
    ]);
  });

  test("that cannot be read hides the one below it, so that a typing error is not half in force", () => {
    const { preStop, findings } = readOverrides(
      [layer({ [keys.preStop]: "60" }), layer({ [keys.preStop]: "6o" }, "spec.template.metadata")],
      [],
      [],
    );
    expect(preStop).toBeUndefined();
    expect(findings.map(({ path }) => path)).toEqual([`spec.template.metadata.annotations.${keys.preStop}`]);
  });
});
