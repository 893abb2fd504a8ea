/** What the API server holds about many Canaries at once; a process of kubectl for each would keep the machine busy. */

import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { listAt } from "../support/stored.ts";
import { type Podinfo, podTemplate } from "./podinfo.ts";

export interface Releases {
  /** Phase of each Canary, by name. */
  readonly phases: (namespace: string) => Promise<ReadonlyMap<string, string>>;
  /** Waits for all of them; as long as a release with a busy machine may take. */
  readonly reached: (namespace: string, names: readonly string[], phase: string) => Promise<void>;
  readonly image: (namespace: string, deployment: string) => Promise<string>;
  readonly deployment: (namespace: string, name: string) => Promise<JsonObject>;
  /** A new revision, as a merge patch. */
  readonly release: (podinfo: Podinfo) => Promise<void>;
  /** Warnings about a Canary, as users see them. */
  readonly warnings: (namespace: string, canary: string) => Promise<readonly string[]>;
  readonly remove: (namespace: string, canary: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const longestMs = 240_000;

export function releases(): Releases {
  const client: ApiClient = createClient({ kubeconfig: inject("controlPlane").kubeconfig });
  const get = async (path: string): Promise<JsonObject> => (await (await client.request(path)).json()) as JsonObject;
  const canaries = (namespace: string): string => `/apis/flagger.app/v1beta1/namespaces/${namespace}/canaries`;
  const deploymentPath = (namespace: string, name: string): string => `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  const phases: Releases["phases"] = async (namespace) =>
    new Map(
      listAt(await get(canaries(namespace)), "items").map((each) => [
        String(objectAt(each, "metadata")["name"]),
        String(objectAt(each, "status")["phase"] ?? ""),
      ]),
    );
  return {
    phases,
    reached: async (namespace, names, phase) => {
      const deadlineMs = Date.now() + longestMs;
      for (;;) {
        const known = await phases(namespace);
        const others = names.filter((name) => known.get(name) !== phase);
        if (others.length === 0) return;
        if (Date.now() > deadlineMs)
          throw new Error(
            `not ${phase} in ${longestMs / 1000} s: ${others.map((name) => `${name} ${known.get(name)}`).join(", ")}`,
          );
        await pause(1_000);
      }
    },
    image: async (namespace, name) => {
      const [container] = listAt(objectAt(await get(deploymentPath(namespace, name)), "spec", "template", "spec"), "containers");
      return String(container?.["image"]);
    },
    deployment: (namespace, name) => get(deploymentPath(namespace, name)),
    release: async (podinfo) => {
      const response = await client.request(deploymentPath(podinfo.namespace, podinfo.name), {
        method: "PATCH",
        contentType: "application/merge-patch+json",
        body: JSON.stringify({ spec: { template: podTemplate(podinfo) } }),
      });
      await response.json();
    },
    warnings: async (namespace, canary) => {
      const about = `involvedObject.name=${canary},type=Warning`;
      const path = `/api/v1/namespaces/${namespace}/events?fieldSelector=${encodeURIComponent(about)}`;
      return listAt(await get(path), "items").map((each) => String(each["message"]));
    },
    remove: async (namespace, canary) => {
      await (await client.request(`${canaries(namespace)}/${canary}`, { method: "DELETE" })).json();
    },
    close: () => client.close(),
  };
}
