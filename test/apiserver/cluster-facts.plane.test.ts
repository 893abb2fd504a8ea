/** What other software in the cluster says of itself, as the API server stores it: Karpenter's NodePools, and the controller's flags. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { explain } from "#explain/explain.ts";
import { explanationJson } from "#explain/explanation-json.ts";
import { createClient } from "#kubernetes/api/client.ts";
import { readDeployment } from "#kubernetes/objects/read-workload.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { listCluster } from "#kubernetes/watch/listed-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { controllerDeployment } from "../support/controller-manifests.ts";
import { nodeClaim, onPool, sixPools } from "../support/node-pools.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
let namespace: string;
beforeAll(async () => {
  webhook = await startWebhook();
  namespace = await webhook.namespace({ "outlive.dev/mode": "warn" });
  await webhook.apply(...sixPools, nodeClaim("steady-1", "steady", "2m30s"), service(namespace), ingress(namespace, delay(300)));
});
// The plane is shared, and both decide what others find.
afterAll(async () => {
  await webhook.kubectl(["delete", "nodepools,nodeclaims", "--all"]);
  await webhook.kubectl(["-n", "kube-system", "delete", "deployment", "aws-load-balancer-controller", "--ignore-not-found"]);
  await webhook.stop();
});

async function listed(): Promise<ClusterView> {
  const client = createClient({ kubeconfig: inject("controlPlane").kubeconfig, context: undefined });
  try {
    return (await listCluster(watchedKinds, client)).view;
  } finally {
    await client.close();
  }
}

function explained(manifest: object, view: ClusterView) {
  const workload = readDeployment(manifest);
  const settings = readSettings({}, builtInPolicies);
  if (workload === undefined || !settings.ok) throw new Error("the manifest is one");
  return explanationJson(explain(workload, { view, ...settings.configuration }));
}

function on(placement: object): object {
  const manifest = deployment(namespace, { grace: 315, sleep: 305 }) as { spec: { template: { spec: JsonObject } } };
  manifest.spec.template.spec = { ...manifest.spec.template.spec, ...placement };
  return manifest;
}

const capacity = "spec.template.spec.requirements karpenter.sh/capacity-type";
const period = "spec.template.spec.terminationGracePeriod";
const tolerated = { ...onPool("gpu"), tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] };

describe("a workload on each of six NodePools", () => {
  test.each<[string, object, number | undefined, string]>([
    ["default", onPool("default"), 120, `NodePool default ${capacity}`],
    ["steady, by a NodeClaim that is older than the pool", onPool("steady"), 150, `NodePool steady ${period} of its NodeClaims`],
    ["short", onPool("short"), 200, `NodePool short ${period}`],
    ["anything", onPool("anything"), 120, `NodePool anything ${capacity} (absent)`],
    ["general-purpose", onPool("general-purpose"), undefined, ""],
    ["gpu", tolerated, 90, `NodePool gpu ${period}`],
  ])("%s", async (_name, placement, seconds, source) => {
    const manifest = on(placement);
    const warnings = async (): Promise<string> =>
      (await webhook.kubectl(["create", "--dry-run=server", "-f", "-"], manifest)).stderr;
    const expected = seconds === undefined ? /^(?!.*fits-node-shutdown)/s : new RegExp(`needs 315 s, but .* allow ${seconds} s`);
    await webhook.until(async () => expected.test(await warnings()), "the webhook to have seen the pools");
    const { findings } = explained(manifest, await listed());
    const found = findings.filter(({ rule }) => rule === "fits-node-shutdown");
    expect(found.map(({ requiredSeconds, because }) => [requiredSeconds, because.at(-1)?.source])).toEqual(
      seconds === undefined ? [] : [[seconds, source]],
    );
  });
});

test("the controller's flags are those of its Deployment, and a route is derived with them", async () => {
  await webhook.apply(
    controllerDeployment({ clusterName: "plane", defaultTargetType: "ip", featureGates: { ALBGatewayAPI: false } }),
  );
  const { controller } = explained(on({}), await listed());
  expect(controller).toMatchObject({
    installed: [{ version: "v3.5.0", replicas: 2, object: { name: "aws-load-balancer-controller" } }],
    flags: [
      { flag: "--cluster-name", value: "plane", source: "Deployment kube-system/aws-load-balancer-controller arguments" },
      { flag: "--default-target-type", value: "ip" },
      { flag: "--feature-gates ALBGatewayAPI", value: "false" },
    ],
  });
});
