import { execFileSync } from "node:child_process";
import { expect, inject, test } from "vitest";
import { CRD_GROUPS } from "./crds.ts";

test("the shared plane serves every custom resource group", () => {
  const { kubectlPath, kubeconfig } = inject("controlPlane");
  const groups = execFileSync(kubectlPath, ["api-versions", `--kubeconfig=${kubeconfig}`], { encoding: "utf8" });
  for (const group of CRD_GROUPS) {
    expect(groups).toContain(`${group}/v1`);
  }
});
