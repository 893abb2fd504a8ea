import { setTimeout as pause } from "node:timers/promises";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { type StoredPod, timingOf } from "../../install/shop.ts";
import { type App, apps, loosePod, namespaces } from "./apps.ts";
import type { Counts, OnFailure } from "./counts.ts";
import type { Expectations } from "./expectations.ts";
import { persistently } from "./persistent-request.ts";

const TICK_MS = 100;
const BATCH_MS = 15_000;
const REMOVAL_MS = 5_000;
/** At once; what an API server that is gone could not take is made up for afterwards, no faster than at twice the rate. */
const MOST_WAITING = 64;
const VARIANTS = 200;

export interface Creations {
  /** Waits for the responses that are due. */
  readonly stop: () => Promise<void>;
}

export interface CreationsChoice {
  readonly client: ApiClient;
  readonly perSecond: number;
  readonly counts: Counts;
  readonly expectations: Expectations;
  readonly onFailure: OnFailure;
}

/** Pods at a steady rate, whether the former ones were responded to or not, each deleted after half a minute. */
export function startCreations({ client, perSecond, counts, expectations, onFailure }: CreationsChoice): Creations {
  const begunMs = Date.now();
  const under = new Set<Promise<void>>();
  const batchOf = (ms: number): number => Math.floor((ms - begunMs) / BATCH_MS);

  const create = async (number: number): Promise<void> => {
    const app = apps[number % apps.length] as App;
    const name = `loose-${number}`;
    const path = `/api/v1/namespaces/${app.namespace}/pods`;
    const body = JSON.stringify(loosePod(app, name, batchOf(Date.now()), number % VARIANTS));
    const sentMs = performance.now();
    const askedMs = Date.now();
    const outcome = await persistently(client, path, { method: "POST", body });
    switch (outcome.kind) {
      case "failed":
      case "refused":
        counts.failed += 1;
        return onFailure("creation", outcome.message);
      case "there-already":
        counts.created += 1;
        counts.repeated += outcome.repeated;
        return;
      case "done":
        counts.created += 1;
        counts.repeated += outcome.repeated;
        if (outcome.repeated === 0) counts.timesMs.push(performance.now() - sentMs);
        judge(app, outcome.object as StoredPod, askedMs);
    }
  };
  const judge = (app: App, stored: StoredPod, askedMs: number): void => {
    const { sleep } = timingOf(stored);
    const key = `${app.namespace}/${app.name}`;
    if (app.treatment === "untouched") {
      if (sleep !== undefined) onFailure("outdated", `${key}: a Pod of a namespace in warn mode was given a sleep of ${sleep} s`);
      return;
    }
    if (sleep === undefined) {
      counts.unchecked += 1;
      onFailure("unchecked", `${key}: stored without a sleep`);
    } else if (app.treatment === "sized" && !expectations.allows(key, sleep, askedMs)) {
      counts.outdated += 1;
      onFailure("outdated", `${key}: stored with a sleep of ${sleep} s`);
    }
  };
  const timer = setInterval(() => {
    const due = Math.min(
      Math.floor(((Date.now() - begunMs) * perSecond) / 1000),
      counts.asked + Math.ceil((2 * perSecond * TICK_MS) / 1000),
    );
    while (counts.asked < due && under.size < MOST_WAITING) {
      counts.asked += 1;
      const one = create(counts.asked).finally(() => under.delete(one));
      under.add(one);
    }
    counts.waiting = under.size;
  }, TICK_MS);
  let stopped = false;
  // One after the other, each of all that is old: what a busy API server deletes late is in the next request.
  const removal = (async (): Promise<void> => {
    for (; !stopped; await pause(REMOVAL_MS)) await removeOld(client, batchOf(Date.now()));
  })();
  return {
    stop: async () => {
      clearInterval(timer);
      stopped = true;
      await Promise.all([...under, removal]);
    },
  };
}

/** All but those of the last two batches. */
async function removeOld(client: ApiClient, batch: number): Promise<void> {
  const selector = encodeURIComponent(`part=loose,batch notin (${batch},${batch - 1},${batch - 2})`);
  const each = namespaces.map((namespace) =>
    persistently(client, `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`, { method: "DELETE" }),
  );
  await Promise.all(each);
}
