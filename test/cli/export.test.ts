import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { exportCommand } from "#cli/export/export.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { runCommand } from "./run-explain.ts";

const example = new URL("../../docs/example/shop.yaml", import.meta.url).pathname;
const documents = (text: string): readonly JsonObject[] => parseAllDocuments(text).map((each) => each.toJS() as JsonObject);
const kinds = (text: string): readonly unknown[] => documents(text).map(({ kind }) => kind);

test("map is a policy and its binding", async () => {
  const { stdout } = await runCommand(exportCommand, ["map"]);
  expect(kinds(stdout)).toEqual(["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"]);
});

describe("map for a version of Kubernetes", () => {
  test.each([
    ["1.37", "v1"],
    ["1.36", "v1"],
    ["1.35", "v1beta1"],
    ["v1.34.4-eks-1", "v1beta1"],
    ["1.32", "v1alpha1"],
  ])("%s is of %s", async (version, apiVersion) => {
    const { stdout, stderr } = await runCommand(exportCommand, ["map", "--kubernetes-version", version]);
    expect(documents(stdout).map((each) => each["apiVersion"])).toEqual(
      Array(2).fill(`admissionregistration.k8s.io/${apiVersion}`),
    );
    expect(stderr.includes("--feature-gates=MutatingAdmissionPolicy=true")).toBe(apiVersion !== "v1");
  });

  test("that serves none says what to do instead", async () => {
    const { code, stdout, stderr } = await runCommand(exportCommand, ["map", "--kubernetes-version", "1.30"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /^Kubernetes 1\.30 serves no MutatingAdmissionPolicy .*Upgrade to 1\.36 or later, or .*failurePolicy: Fail/,
    );
    expect((await runCommand(exportCommand, ["vap", "--kubernetes-version", "1.29"])).code).toBe(2);
    expect((await runCommand(exportCommand, ["vap", "--kubernetes-version", "1.30"])).code).toBe(0);
  });
});

test("vap rejects only where that is chosen", async () => {
  const { stdout } = await runCommand(exportCommand, ["vap"]);
  expect(stdout).not.toContain("Deny");
  expect((await runCommand(exportCommand, ["vap", "--action", "Deny"])).stdout).toContain("Deny");
});

test("params has the largest numbers of each namespace in enforce mode, and where they are from", async () => {
  const { stdout } = await runCommand(exportCommand, ["params", "-f", example]);
  expect(documents(stdout)).toEqual([
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "outlive-floor", namespace: "web", labels: { "app.kubernetes.io/managed-by": "outlive-export" } },
      data: { sleep: "40", grace: "50", from: "Deployment web/shop behind Ingress web/shop" },
    },
  ]);
});

test("params says so where no workload requires a sleep", async () => {
  const { stdout, stderr } = await runCommand(exportCommand, ["params", "-f", "-"], {
    stdin: "apiVersion: v1\nkind: Namespace\nmetadata: {name: web, labels: {outlive.dev/mode: enforce}}\n",
  });
  expect(stdout).toBe("");
  expect(stderr).toContain("No workload in enforce mode requires a sleep.");
});

test("anything else is wrong usage", async () => {
  expect((await runCommand(exportCommand, ["mop"])).code).toBe(2);
});
