import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { createKubectl } from "../control-plane/kubectl.ts";
import type { TestWebhook } from "../support/webhook.ts";

/** The control plane of the tests, whether or not a webhook of this process is registered with it. */
export type Cluster = Pick<TestWebhook, "kubectl" | "get" | "apply" | "until">;

const everyMs = 100;
const patienceMs = 20_000;

/** Without a webhook of this process: for Outlive as its own chart installs it. */
export function plainCluster(): Cluster {
  const plane = inject("controlPlane");
  const run = createKubectl(plane.kubectlPath, plane.kubeconfig);
  const kubectl: Cluster["kubectl"] = (args, input) =>
    run(args, input === undefined ? {} : { input: typeof input === "string" ? input : JSON.stringify(input) });
  const succeed = async (args: readonly string[], input?: unknown): Promise<string> => {
    const { code, stdout, stderr } = await kubectl(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  return {
    kubectl,
    apply: (...items) => succeed(["apply", "-f", "-"], { apiVersion: "v1", kind: "List", items }),
    get: async (kind, namespace, name) =>
      JSON.parse(await succeed(["-n", namespace, "get", kind, name, "-o", "json"])) as Record<string, unknown>,
    until: async (holds, what) => {
      const deadlineMs = Date.now() + patienceMs;
      while (!(await holds())) {
        if (Date.now() > deadlineMs) throw new Error(`waited ${patienceMs / 1000} s for ${what}`);
        await pause(everyMs);
      }
    },
  };
}
