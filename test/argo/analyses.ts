/** What the API server holds about many Rollouts at once. */

import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { createClient } from "#kubernetes/api/client.ts";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import type { Timing } from "../support/release-stories.ts";
import { listAt } from "../support/stored.ts";
import { podTemplate } from "./gated-rollouts.ts";

export interface RolloutState {
  readonly phase: string;
  readonly aborted: boolean;
  readonly message: string;
  /** The new revision has taken the place of the old one. */
  readonly stable: boolean;
}

export interface AnalysisState {
  readonly phase: string;
  /** Of each measurement: what the gate responded. */
  readonly values: readonly string[];
  readonly errors: number;
}

export interface Analyses {
  readonly rollouts: (namespace: string) => Promise<ReadonlyMap<string, RolloutState>>;
  /** Waits until all of these Rollouts are as wanted. */
  readonly until: (
    namespace: string,
    names: readonly string[],
    holds: (state: RolloutState) => boolean,
    what: string,
  ) => Promise<void>;
  /** By the name of the Rollout; each has one at most here. */
  readonly runs: (namespace: string) => Promise<ReadonlyMap<string, AnalysisState>>;
  readonly release: (namespace: string, name: string, tag: number, timing: Timing) => Promise<void>;
  readonly close: () => Promise<void>;
}

const longestMs = 240_000;

export function analyses(): Analyses {
  const client = createClient({ kubeconfig: inject("controlPlane").kubeconfig });
  const path = (namespace: string, plural: string): string => `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/${plural}`;
  const items = async (namespace: string, plural: string): Promise<readonly JsonObject[]> =>
    listAt((await (await client.request(path(namespace, plural))).json()) as JsonObject, "items");
  const rollouts: Analyses["rollouts"] = async (namespace) =>
    new Map((await items(namespace, "rollouts")).map((each) => [nameOf(each), stateOf(each)]));
  return {
    rollouts,
    until: async (namespace, names, holds, what) => {
      const deadlineMs = Date.now() + longestMs;
      for (;;) {
        const known = await rollouts(namespace);
        const others = names.filter((name) => {
          const state = known.get(name);
          return state === undefined || !holds(state);
        });
        if (others.length === 0) return;
        if (Date.now() > deadlineMs)
          throw new Error(`not ${what}: ${others.map((name) => `${name} ${JSON.stringify(known.get(name))}`).join(", ")}`);
        await pause(1_000);
      }
    },
    runs: async (namespace) =>
      new Map(
        (await items(namespace, "analysisruns")).map((each) => {
          const [owner] = listAt(objectAt(each, "metadata"), "ownerReferences");
          const [result] = listAt(objectAt(each, "status"), "metricResults");
          const values = listAt(result ?? {}, "measurements").map(({ value }) => String(value ?? ""));
          const phase = String(objectAt(each, "status")["phase"] ?? "");
          return [String(owner?.["name"]), { phase, values, errors: Number(result?.["error"] ?? 0) }];
        }),
      ),
    release: async (namespace, name, tag, timing) => {
      const response = await client.request(`${path(namespace, "rollouts")}/${name}`, {
        method: "PATCH",
        contentType: "application/merge-patch+json",
        body: JSON.stringify({ spec: { template: podTemplate(name, tag, timing) } }),
      });
      await response.json();
    },
    close: () => client.close(),
  };
}

const nameOf = (object: JsonObject): string => String(objectAt(object, "metadata")["name"]);

function stateOf(rollout: JsonObject): RolloutState {
  const status = objectAt(rollout, "status");
  const observed = Number(status["observedGeneration"] ?? 0) >= Number(objectAt(rollout, "metadata")["generation"]);
  return {
    phase: observed ? String(status["phase"] ?? "") : "",
    aborted: status["abort"] === true,
    message: String(status["message"] ?? ""),
    stable: observed && status["stableRS"] !== undefined && status["stableRS"] === status["currentPodHash"],
  };
}
