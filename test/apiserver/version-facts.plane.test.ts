/** What src/model/kubernetes/version-facts.ts says of each version, asked of the API server that runs here. */
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { exportCommand } from "#cli/export/export.ts";
import { servedMutatingPolicies } from "#floor/served-policies.ts";
import { asList, at } from "#kubernetes/objects/lenient-json.ts";
import { versionHas } from "#model/kubernetes/version-facts.ts";
import { runCommand } from "../cli/run-explain.ts";
import { createKubectl, type Kubectl } from "../control-plane/kubectl.ts";
import { servedFloor } from "../support/served-floor.ts";

const { kubernetes, kubeconfig, kubectlPath } = inject("controlPlane");
const namespace = "version-facts";
let kubectl: Kubectl;

beforeAll(async () => {
  kubectl = createKubectl(kubectlPath, kubeconfig);
  await kubectl(["create", "namespace", namespace]);
});
afterAll(() => kubectl(["delete", "namespace", namespace, "--wait=false"]));

async function stored(object: object): Promise<unknown> {
  const args = ["create", "--dry-run=server", "--validate=false", "-n", namespace, "-o", "json", "-f", "-"];
  const { code, stdout } = await kubectl(args, { input: JSON.stringify(object) });
  return code === 0 ? JSON.parse(stdout) : undefined;
}

const podThatSleeps = (seconds: number): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "shop" },
  spec: { containers: [{ name: "app", image: "shop:1", lifecycle: { preStop: { sleep: { seconds } } } }] },
});

test("the native sleep is kept", async () => {
  const pod = await stored(podThatSleeps(5));
  const [container] = asList(at(pod, "spec", "containers"));
  const kept = at(container, "lifecycle", "preStop", "sleep") !== undefined;
  expect(kept).toBe(versionHas("nativeSleep", kubernetes));
});

test("a sleep of zero is accepted", async () => {
  expect((await stored(podThatSleeps(0))) !== undefined).toBe(versionHas("sleepOfZero", kubernetes));
});

test("maxUnavailable of a StatefulSet is kept", async () => {
  const labels = { app: "shop" };
  const statefulSet = await stored({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "shop" },
    spec: {
      serviceName: "shop",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 2 } },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "app", image: "shop:1" }] } },
    },
  });
  const kept = at(statefulSet, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable") === 2;
  expect(kept).toBe(versionHas("statefulSetMaxUnavailable", kubernetes));
});

test.each(["v1", "v1beta1", "v1alpha1"] as const)("MutatingAdmissionPolicy is served as %s or not", async (version) => {
  const { code, stdout } = await kubectl(["get", "--raw", `/apis/admissionregistration.k8s.io/${version}`]);
  const served = code === 0 && stdout.includes('"mutatingadmissionpolicies"');
  const expected = servedFloor();
  if (expected === version) expect(served).toBe(true);
  if (expected === undefined) expect(served).toBe(false);
});

test("ValidatingAdmissionPolicy is served as v1", async () => {
  const { stdout } = await kubectl(["get", "--raw", "/apis/admissionregistration.k8s.io/v1"]);
  expect(stdout.includes('"validatingadmissionpolicies"')).toBe(versionHas("validatingPolicies", kubernetes));
});

test("what is exported for this version is taken, or says that there is nothing to be had", async () => {
  const { code, stdout, stderr } = await runCommand(exportCommand, ["map", "--kubernetes-version", kubernetes]);
  const served = servedMutatingPolicies(kubernetes);
  if (served.how === "never") {
    expect([code, stderr]).toEqual([2, expect.stringContaining("serves no MutatingAdmissionPolicy")]);
    return;
  }
  if (served.how === "switched-on" && servedFloor() === undefined) {
    expect(stderr).toContain("--feature-gates=MutatingAdmissionPolicy=true");
    return;
  }
  expect(parseAllDocuments(stdout)).toHaveLength(2);
  expect(await kubectl(["apply", "--dry-run=server", "-f", "-"], { input: stdout })).toMatchObject({ code: 0, stderr: "" });
});
