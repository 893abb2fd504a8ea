import type { ApiClient } from "#kubernetes/api/client.ts";
import { pod, SHOP, type StoredPod, timingOf } from "./shop.ts";

export interface LoadResult {
  readonly asked: number;
  readonly failed: number;
  /** Stored without the sleep that Outlive gives: admitted unchecked. */
  readonly untouched: number;
  /** By message, with how often and the seconds since the start at which the first and the last came. */
  readonly failures: ReadonlyMap<string, { readonly count: number; readonly first: number; readonly last: number }>;
  readonly seconds: number;
  readonly medianMs: number;
  readonly longestMs: number;
}

export interface SteadyLoad {
  readonly asked: () => number;
  /** Waits for the answers that are due. */
  readonly stop: () => Promise<LoadResult>;
}

const MOST = 20_000;
const BURST = 32;
const MESSAGE = 300;

/** Creates Pods at a steady rate, some at once, whether the former ones were answered or not. Dry runs: admission happens, and nothing is stored. */
export function startLoad(client: ApiClient, perSecond: number): SteadyLoad {
  const begunMs = Date.now();
  const failures = new Map<string, { count: number; first: number; last: number }>();
  const times: number[] = [];
  const under = new Set<Promise<void>>();
  let asked = 0;
  let untouched = 0;

  const fail = (error: unknown): void => {
    const at = (Date.now() - begunMs) / 1000;
    const message = String(error instanceof Error ? error.message : error)
      .replace(/^.*Internal error occurred: /, "")
      .replaceAll(/:\d{4,5}->/g, ":…->")
      .slice(0, MESSAGE);
    const before = failures.get(message);
    failures.set(message, { count: (before?.count ?? 0) + 1, first: before?.first ?? at, last: at });
  };
  const create = async (number: number): Promise<void> => {
    const startMs = performance.now();
    try {
      const body = JSON.stringify(pod(`load-${number}`));
      const answer = await client.request(`/api/v1/namespaces/${SHOP}/pods?dryRun=All`, { method: "POST", body });
      if (timingOf((await answer.json()) as StoredPod).sleep === undefined) untouched += 1;
    } catch (error) {
      fail(error);
    }
    times.push(performance.now() - startMs);
  };
  // In bursts, so that the API server keeps connections to several replicas, and a replica that ends may have one of them in use.
  // A timer that comes late makes up for what it missed, so that the rate holds on a busy machine.
  const timer = setInterval(
    () => {
      const due = Math.min(MOST, Math.floor(((Date.now() - begunMs) * perSecond) / 1000));
      while (asked < due) {
        asked += 1;
        const one = create(asked).finally(() => under.delete(one));
        under.add(one);
      }
    },
    (1000 * BURST) / perSecond,
  );

  return {
    asked: () => asked,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(under);
      const sorted = times.sort((a, b) => a - b);
      const failed = [...failures.values()].reduce((sum, { count }) => sum + count, 0);
      return {
        asked,
        failed,
        untouched,
        failures,
        seconds: (Date.now() - begunMs) / 1000,
        medianMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
        longestMs: sorted.at(-1) ?? Number.NaN,
      };
    },
  };
}

/** One line for whoever reads the output of the tests, and one for each message of a failure. */
export function printLoad(what: string, load: LoadResult): string {
  const head = `${what}: ${load.asked} creations in ${Math.round(load.seconds)} s, ${load.failed} failed, ${load.untouched} untouched, median ${load.medianMs.toFixed(0)} ms, longest ${load.longestMs.toFixed(0)} ms`;
  const rest = [...load.failures].map(
    ([message, { count, first, last }]) => `  ${count} × from ${first.toFixed(1)} s to ${last.toFixed(1)} s: ${message}`,
  );
  return [head, ...rest].join("\n");
}
