import { setTimeout as pause } from "node:timers/promises";
import type { ApiClient, RequestOptions } from "#kubernetes/api/client.ts";
import type { Random } from "../../support/seeded.ts";
import { between, oneOf } from "../random.ts";
import { type App, apps, delayAnnotation, deploymentOf, routePath } from "./apps.ts";
import type { Counts, OnFailure } from "./counts.ts";
import type { Expectations } from "./expectations.ts";
import { type Outcome, persistently } from "./persistent-request.ts";

const NEXT = "outlive.dev/next-deregistration-delay";
const DELAYS = [20, 25, 30, 35, 40, 50, 60];
const MOST_MADE = 6;
const MERGE = "application/merge-patch+json";

export interface ChangesChoice {
  readonly client: ApiClient;
  readonly random: Random;
  readonly counts: Counts;
  readonly expectations: Expectations;
  readonly onFailure: OnFailure;
}

/** Roll-outs, changed routes and changed annotations, one after the other. */
export function startChanges(choice: ChangesChoice): { readonly stop: () => Promise<void> } {
  const { client, random, counts, expectations, onFailure } = choice;
  let stopped = false;
  let number = 0;

  const made: string[] = [];
  const patch = (path: string, change: object): Promise<Outcome> =>
    write(path, { method: "PATCH", contentType: MERGE, body: JSON.stringify(change) });
  const write = async (path: string, options: RequestOptions): Promise<Outcome> => {
    const outcome = await persistently(client, path, options);
    counts.otherWrites += 1;
    if (outcome.kind === "failed") {
      counts.otherFailed += 1;
      onFailure("other-write", outcome.message);
    }
    return outcome;
  };
  const deploymentPath = ({ namespace, name }: App): string => `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  const annotate = (path: string, annotations: Readonly<Record<string, string | null>>): Promise<Outcome> =>
    patch(path, { metadata: { annotations } });

  const rollOut = async (app: App): Promise<void> => {
    const annotations = { "example.com/rolled-out": String(number) };
    await patch(deploymentPath(app), { spec: { template: { metadata: { annotations } } } });
    counts.rollOuts += 1;
  };
  const changeRoute = async (app: App): Promise<void> => {
    const key = `${app.namespace}/${app.name}`;
    const seconds = oneOf(random, DELAYS);
    counts.routeChanges += 1;
    // Noted on both sides of the write: replicas may know of it before its response is here.
    expectations.delay(key, seconds);
    const outcome = await annotate(routePath(app), { ...delayAnnotation(app, seconds), [NEXT]: null });
    if (outcome.kind === "done") {
      expectations.nextDelay(key, 0);
      return expectations.delay(key, seconds);
    }
    if (outcome.kind === "refused") counts.refusedByRule += 1;
    // Running Pods sleep for too short a time: what the refusal says is to be done first.
    const now = await client.request(routePath(app)).then((answer) => answer.json());
    expectations.delay(key, delayIn(now, app));
    if (outcome.kind !== "refused") return;
    expectations.nextDelay(key, seconds);
    const announced = await annotate(routePath(app), { [NEXT]: String(seconds) });
    if (announced.kind === "done") expectations.nextDelay(key, seconds);
    await rollOut(app);
  };
  const exchangeDeployment = async (app: App): Promise<void> => {
    const folder = `/apis/apps/v1/namespaces/${app.namespace}/deployments`;
    const name = `made-${number}`;
    await write(folder, { method: "POST", body: JSON.stringify(deploymentOf(app, name, number)) });
    made.push(`${folder}/${name}`);
    const oldest = made.length > MOST_MADE ? made.shift() : undefined;
    if (oldest !== undefined) await write(oldest, { method: "DELETE" });
  };
  const turn = async (): Promise<void> => {
    const app = oneOf(random, apps);
    const what = random();
    number += 1;
    if (what < 0.1) await exchangeDeployment(app);
    else if (what < 0.4) await rollOut(app);
    else if (what < 0.7) await changeRoute(app);
    else if (what < 0.8) await annotate(deploymentPath(app), { "example.com/touched": String(number) });
    else if (what < 0.9)
      await annotate(`/api/v1/namespaces/${app.namespace}/services/${app.name}`, { "example.com/touched": String(number) });
    else await annotate(routePath(app), { "example.com/touched": String(number) });
  };
  const work = async (): Promise<void> => {
    while (!stopped) {
      // A read that the API server could not take: the next turn makes up for it.
      await turn().catch((error: unknown) => onFailure("controller", `a change was given up: ${String(error)}`));
      await pause(between(random, 500, 3_000));
    }
  };
  const working = work();
  return {
    stop: async () => {
      stopped = true;
      await working;
    },
  };
}

function delayIn(route: unknown, app: App): number {
  const { annotations } = (route as { metadata: { annotations: Readonly<Record<string, string>> } }).metadata;
  const [key = ""] = Object.keys(delayAnnotation(app, 0));
  return Number((annotations[key] ?? "").split("=").at(-1));
}
