import { expect } from "vitest";
import { objectAt } from "#model/kubernetes/json.ts";
import { listAt } from "../../support/stored.ts";
import type { Cluster } from "../cluster.ts";
import { patiently } from "../patiently.ts";
import { argoNamespace } from "./controllers.ts";

export interface SyncedApplication {
  readonly health: string;
  /** Number of syncs that there were. */
  readonly syncs: number;
  readonly conditions: readonly string[];
  /** When the newest operation began; one that repairs a difference counts here alone. */
  readonly operation: string;
}

const refreshing = "argocd.argoproj.io/refresh";

/** Has Argo CD compare once more, and waits until the application is in sync at this commit and nothing is under way. */
export async function compared(cluster: Cluster, name: string, commit: string): Promise<SyncedApplication> {
  await cluster.kubectl(["-n", argoNamespace, "annotate", "--overwrite", "application", name, `${refreshing}=hard`]);
  let application: Record<string, unknown> = {};
  const settled = async (): Promise<boolean> => {
    application = await cluster.get("application", argoNamespace, name);
    const { sync, operationState } = objectAt(application, "status");
    const { status, revision } = objectAt(sync);
    const busy = objectAt(operationState)["phase"] === "Running" || application["operation"] !== undefined;
    const refreshed = objectAt(application, "metadata", "annotations")[refreshing] === undefined;
    const healing = objectAt(application, "status", "health")["status"] === "Progressing";
    return refreshed && !busy && !healing && status === "Synced" && revision === commit;
  };
  await patiently(cluster, settled, `application ${name} to be in sync`).catch((error: Error) => {
    const { summary: _, ...status } = objectAt(application, "status");
    throw new Error(`${error.message}: ${JSON.stringify(status).slice(0, 4000)}`);
  });
  return {
    health: String(objectAt(application, "status", "health")["status"]),
    syncs: listAt(objectAt(application, "status"), "history").length,
    operation: String(objectAt(application, "status", "operationState")["startedAt"]),
    conditions: listAt(objectAt(application, "status"), "conditions").map(
      ({ type, message }) => `${String(type)}: ${String(message)}`,
    ),
  };
}

/** Compares three times, between which nothing may happen. */
export async function settled(cluster: Cluster, name: string, commit: string): Promise<Omit<SyncedApplication, "operation">> {
  const first = await compared(cluster, name, commit);
  for (let again = 0; again < 2; again += 1) expect(await compared(cluster, name, commit)).toEqual(first);
  const { operation: _, ...rest } = first;
  return rest;
}
