import { expect, test } from "vitest";
import { explain } from "#explain/explain.ts";
import { readDeployment } from "#kubernetes/objects/read-workload.ts";
import { printSource } from "#model/findings/sourced.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { type ControllerValues, controllerDeployment } from "../../support/controller-manifests.ts";
import { delay, deployment, ingress, service } from "../../support/shop.ts";
import { viewOf } from "../../support/view.ts";

function propagation(replicas: number, controller: ControllerValues | undefined): string {
  const manifest = deployment("web", { replicas });
  const installed = controller === undefined ? [] : [controllerDeployment(controller)];
  const view = viewOf([service("web"), ingress("web", delay(5)), manifest, ...installed]);
  const workload = readDeployment(manifest);
  const settings = readSettings({}, builtInPolicies);
  if (workload === undefined || !settings.ok) throw new Error("the manifest is one");
  const { required, propagation: longest } = explain(workload, { view, ...settings.configuration });
  return `${required.preStop ?? 0} s, ${longest?.value ?? 0} s (${longest === undefined ? "" : printSource(longest.source)})`;
}

const ordinary = "20 s, 10 s (setting propagation.albIp.minimum)";
const slow = { awsApiThrottle: ["Elastic Load Balancing v2:RegisterTargets|DeregisterTargets=1:10"] };

test.each<[string, number, ControllerValues | undefined, string]>([
  ["fits into the burst", 200, {}, ordinary],
  [
    "waits for what exceeds it: 30 calls, 20 at once, 4 a second",
    3000,
    {},
    "23 s, 13 s (setting propagation.albIp.minimum, plus 3 s for 30 calls of the controller)",
  ],
  [
    "waits longer under a slower rate: 20 calls, 10 at once, 1 a second",
    2000,
    slow,
    "30 s, 20 s (setting propagation.albIp.minimum, plus 10 s for 20 calls of the controller)",
  ],
  ["is not known without the controller", 3000, undefined, ordinary],
  ["is not limited", 3000, { awsApiThrottle: ["Elastic Load Balancing v2:Describe.*=5:5"] }, ordinary],
])("A roll-out whose deregistration %s", (_what, replicas, controller, expected) => {
  expect(propagation(replicas, controller)).toBe(expected);
});
