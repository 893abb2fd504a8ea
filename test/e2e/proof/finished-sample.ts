import type { Finished } from "./proof.ts";
import { releaseScenarios } from "./releases/release-scenarios.ts";
import type { RunRecord } from "./run-record.ts";
import { scenarios } from "./scenarios.ts";
import { allVariants } from "./variants.ts";

/** A run of some requests of which some were lost, or that failed with an error, for the tests of this folder. */
export function finishedSample(scenarioName: string, variantName: string, result: { readonly lost: number } | Error): Finished {
  const scenario = [...scenarios, ...releaseScenarios].find(({ name }) => name === scenarioName);
  const variant = allVariants.find(({ name }) => name === variantName);
  if (scenario === undefined || variant === undefined) throw new Error(`${scenarioName}, ${variantName} is not known`);
  const planned = { scenario, variant };
  if (result instanceof Error) return { planned, error: result };
  const lost = Array.from({ length: result.lost }, (_, at) => ({ atMs: 1_000 + at, status: 502, target: "10.0.0.1:8080" }));
  const record: RunRecord = {
    fromMs: 0,
    toMs: 10_000,
    targets: [{ name: "10.0.0.1:8080", spans: [{ state: "healthy", fromMs: 0, toMs: 10_000 }] }],
    pods: [{ name: "shop 10.0.0.1", spans: [{ state: "ready", fromMs: 0, toMs: 10_000 }] }],
    requests: [
      ...Array.from({ length: 100 - result.lost }, (_, at) => ({ atMs: at, latencyMs: 1, status: 200, error: "" })),
      ...lost.map(({ atMs, status }) => ({ atMs, latencyMs: 1, status, error: "" })),
    ],
    lost: [...lost, ...(result.lost > 0 ? [{ atMs: 2_000, status: 503, target: undefined }] : [])],
  };
  return { planned, run: { scenario, variant, record } };
}
