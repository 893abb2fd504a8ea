/** Facts that differ between versions of Kubernetes, for files that have no API server to ask. */
import { describe, expect, test } from "vitest";
import { check } from "#library/index.ts";
import { routes } from "./check-manifests.ts";
import { manifestFolder, reportOn, runCheck } from "./run-check.ts";
import { runExplain } from "./run-explain.ts";

const statefulSet = (maxUnavailable: number | string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: shop, namespace: web}
spec:
  replicas: 3
  serviceName: shop
  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: ${maxUnavailable}}}
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      terminationGracePeriodSeconds: 50
      containers:
        - name: app
          image: shop:1
          ports: [{containerPort: 8080}]
          readinessProbe: {httpGet: {path: /, port: 8080}}
          lifecycle: {preStop: {sleep: {seconds: 40}}}
`;

const rulesFor = async (maxUnavailable: number | string, ...args: readonly string[]): Promise<readonly string[]> => {
  const files = { "app.yaml": statefulSet(maxUnavailable), "routes.yaml": routes({ delay: 35 }) };
  return (await reportOn(files, ...args)).findings.map(({ rule }) => rule);
};

describe("maxUnavailable of a StatefulSet", () => {
  test.each<[string, number | string, readonly string[], boolean]>([
    ["all at once in 1.37", "100%", ["--kubernetes-version", "1.37"], true],
    ["as many as there are in 1.37", 3, ["--kubernetes-version", "v1.37.2-eks-1"], true],
    ["a share that leaves one in 1.37", "99%", ["--kubernetes-version", "1.37"], false],
    ["all at once in 1.36, which replaces one at a time", "100%", ["--kubernetes-version", "1.36"], false],
    ["all at once where nobody names a version", "100%", [], false],
  ])("%s", async (_, maxUnavailable, args, found) => {
    expect((await rulesFor(maxUnavailable, ...args)).includes("rollout-keeps-capacity")).toBe(found);
  });
});

test.each([
  ["1.29", "command:"],
  ["1.30", "seconds: 40"],
])("the sleep is written into files for %s with %s", async (version, text) => {
  const without = statefulSet(1).replace(/^.*lifecycle.*\n/m, "");
  const folder = manifestFolder({ "all.yaml": `${without}---\n${routes({ delay: 35 })}` });
  await runCheck([folder.folder, "--fix", "--kubernetes-version", version]);
  const written = folder.text("all.yaml");
  folder.remove();
  expect(written.slice(written.indexOf("preStop:"))).toContain(text);
});

test("explain counts a roll-out by the version as well", async () => {
  const folder = manifestFolder({ "all.yaml": `${statefulSet("100%")}---\n${routes({ delay: 35 })}` });
  const seen = async (version: string): Promise<string> =>
    (await runExplain(["sts/shop", "-n", "web", "-f", folder.folder, "--kubernetes-version", version])).stdout;
  const [before, after] = [await seen("1.36"), await seen("1.37")];
  folder.remove();
  expect(before).not.toContain("rollout-keeps-capacity");
  expect(after).toContain("rollout-keeps-capacity");
});

test("a version that is none is wrong usage, in files and in the library", async () => {
  const { code, stderr } = await runCheck([".", "--kubernetes-version", "newest"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("Expected a version such as 1.36")]);
  expect(() => check([], { kubernetesVersion: "newest" })).toThrow("kubernetesVersion");
});
