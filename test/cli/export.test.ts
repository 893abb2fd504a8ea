import { expect, test } from "vitest";
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
