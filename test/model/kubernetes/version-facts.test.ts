import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { assumedKubernetes, parseKubernetesVersion, versionHas } from "#model/kubernetes/version-facts.ts";

test.each<[string, ReturnType<typeof parseKubernetesVersion>]>([
  ["1.36", { major: 1, minor: 36 }],
  ["v1.36.3", { major: 1, minor: 36 }],
  ["v1.30.4-eks-a737599", { major: 1, minor: 30 }],
  ["1.9+", { major: 1, minor: 9 }],
  ["36", undefined],
  ["", undefined],
  ["newest", undefined],
  ["1.99999", undefined],
])("%s is read as %o", (text, expected) => {
  expect(parseKubernetesVersion(text)).toEqual(expected);
});

test("a fact begins with its minor, and no major undoes it", () => {
  const has = ["1.29", "1.35", "1.36", "v1.37.2", "2.0"].map((version) => [
    versionHas("nativeSleep", version),
    versionHas("mutatingPolicies", version),
    versionHas("statefulSetMaxUnavailable", version),
  ]);
  expect(has).toEqual([
    [false, false, false],
    [true, false, false],
    [true, true, false],
    [true, true, true],
    [true, true, true],
  ]);
});

test("a version that nobody names is the one that this is tested on all the time", () => {
  const goMod = readFileSync(new URL("../../control-plane/tools/kubernetes/go.mod", import.meta.url), "utf8");
  expect(goMod).toContain(`k8s.io/kubernetes v${assumedKubernetes}.`);
  expect(versionHas("nativeSleep", undefined)).toBe(true);
  expect(versionHas("statefulSetMaxUnavailable", "unreadable")).toBe(false);
});
