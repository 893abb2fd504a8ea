/** What no kubelet and no AWS controller does here: Pods become ready, and their gates true, once their Service selects them. */

import { setTimeout as pause } from "node:timers/promises";
import { serviceSelects } from "#kubernetes/objects/label-match.ts";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { listAt, type Timed, timed } from "../support/stored.ts";
import type { TestWebhook } from "../support/webhook.ts";

export interface SeenPod {
  readonly revision: string;
  readonly timed: Timed;
}

export interface PodKeeper {
  /** Every Pod that there was, by its name. */
  readonly seen: ReadonlyMap<string, SeenPod>;
  readonly stop: () => Promise<void>;
}

const gatePrefix = "target-health.elbv2.k8s.aws/";
const everyMs = 200;

/** Looks at the Pods of a namespace until it is stopped. `services` says by binding which Service a gate is about. */
export function keepPodsReady(webhook: TestWebhook, namespace: string, services: Readonly<Record<string, string>>): PodKeeper {
  const seen = new Map<string, SeenPod>();
  let stopped = false;
  const list = async (kind: string): Promise<readonly JsonObject[]> =>
    listAt(JSON.parse((await webhook.kubectl(["-n", namespace, "get", kind, "-o", "json"])).stdout) as JsonObject, "items");
  const work = async (): Promise<void> => {
    while (!stopped) {
      const pods = await list("pods");
      const selectors = new Map((await list("services")).map((each) => [nameOf(each), objectAt(each, "spec", "selector")]));
      for (const pod of pods) {
        seen.set(nameOf(pod), { revision: String(labelsOf(pod)["rollouts-pod-template-hash"]), timed: timed(pod) });
        const registered = (gate: string): boolean => {
          const selector = selectors.get(services[gate.slice(gatePrefix.length)] ?? "");
          return selector !== undefined && serviceSelects(selector as Record<string, string>, labelsOf(pod));
        };
        await makeReady(webhook, namespace, pod, registered);
      }
      await pause(everyMs);
    }
  };
  const working = work();
  return {
    seen,
    stop: () => {
      stopped = true;
      return working;
    },
  };
}

async function makeReady(
  webhook: TestWebhook,
  namespace: string,
  pod: JsonObject,
  registered: (gate: string) => boolean,
): Promise<void> {
  const gates = listAt(objectAt(pod, "spec"), "readinessGates").map((gate) => String(gate["conditionType"]));
  const ready = gates.every(registered);
  const known = listAt(objectAt(pod, "status"), "conditions").some(({ type, status }) => type === "Ready" && status === "True");
  if (known || !ready) return;
  const now = new Date().toISOString();
  const types = ["Initialized", "ContainersReady", "PodScheduled", "Ready", ...gates];
  const conditions = types.map((type) => ({ type, status: "True", lastTransitionTime: now }));
  const status = { phase: "Running", conditions };
  // The Pod may be gone by now.
  await webhook.kubectl([
    ...["-n", namespace, "patch", "pod", nameOf(pod), "--subresource=status", "--type=merge"],
    ...["-p", JSON.stringify({ status })],
  ]);
}

const nameOf = (object: JsonObject): string => String(objectAt(object, "metadata")["name"]);

const labelsOf = (object: JsonObject): Record<string, string> => objectAt(object, "metadata", "labels") as Record<string, string>;
