import type { Run } from "./run.ts";
import { runScenario } from "./run.ts";
import type { Scenario } from "./scenarios.ts";
import type { Stage } from "./stage.ts";
import type { Variant } from "./variants.ts";

export interface Planned {
  readonly variant: Variant;
  readonly scenario: Scenario;
}

/** `roll-out, nothing` */
export const titleOf = ({ scenario, variant }: Planned): string => `${scenario.name}, ${variant.name}`;

export type Finished = { readonly planned: Planned; readonly run: Run } | { readonly planned: Planned; readonly error: Error };

/**
 * Runs what is planned, `atOnce` of those that may share the nodes with others, and the rest one by one. A run that fails is told
 * and keeps no other from being made; after an interruption none is begun, and those under way are not told.
 */
export async function runProof(
  stage: Stage,
  planned: readonly Planned[],
  atOnce: number,
  report: (finished: Finished) => void,
): Promise<readonly Finished[]> {
  const finished = new Map<Planned, Finished[]>();
  let number = 0;
  const perform = async (each: Planned): Promise<void> => {
    if (stage.interrupted.aborted) return;
    number += 1;
    const result = await runScenario(stage, each.variant, each.scenario, number).then(
      (run): Finished => ({ planned: each, run }),
      (error: unknown): Finished => ({ planned: each, error: error instanceof Error ? error : new Error(String(error)) }),
    );
    if (stage.interrupted.aborted) return;
    finished.set(each, [...(finished.get(each) ?? []), result]);
    report(result);
  };
  const waiting = planned.filter(({ scenario }) => !scenario.alone);
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await perform(next);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  for (const each of planned.filter(({ scenario }) => scenario.alone)) await perform(each);
  return [...new Set(planned)].flatMap((each) => finished.get(each) ?? []);
}
