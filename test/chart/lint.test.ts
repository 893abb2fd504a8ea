import { expect, test } from "vitest";
import { chart, helm, namespace, valueArguments } from "./helm.ts";
import { valueFiles } from "./value-files.ts";

test.each(valueFiles)("helm lint finds nothing with %s", (file) => {
  const { code, stdout, stderr } = helm(["lint", chart, "--strict", "-n", namespace, ...valueArguments({ files: [file] })]);
  expect(stdout + stderr).toContain("0 chart(s) failed");
  expect(code).toBe(0);
});

test("the package holds no more than the chart needs", () => {
  const { stdout } = helm([
    "template",
    chart,
    "-n",
    namespace,
    "--show-only",
    "templates/dashboard.yaml",
    "--set",
    "grafanaDashboard.enabled=true",
  ]);
  expect(stdout).toContain('"uid": "outlive"');
});
