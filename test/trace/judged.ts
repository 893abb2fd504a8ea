import { expect } from "vitest";
import { attributeAll } from "#trace/attribution/attribute.ts";
import type { Cause, Confidence } from "#trace/attribution/cause.ts";
import { defaultGroupFacts, type GroupFacts } from "#trace/attribution/group-facts.ts";
import { groupPatterns } from "#trace/attribution/group-patterns.ts";
import { estimateSkew } from "#trace/measures/skew.ts";
import type { Simulation } from "./simulator/simulate.ts";
import { requestLog } from "./simulator/traced.ts";

/** What made a request fail, and what the log was taken to say. */
export interface Judged {
  readonly planted: Cause;
  readonly found: Cause;
  readonly confidence: Confidence;
}

/** The causes of all failures of a run; that each of them is found at all is expected here. */
export function judge(
  simulation: Simulation,
  events: readonly string[],
  facts: Partial<GroupFacts> = {},
  otherLogs: readonly string[] = [],
): readonly Judged[] {
  const log = requestLog({ lines: [...otherLogs, ...simulation.lines.map(({ text }) => text)], events });
  const patterns = groupPatterns(log);
  const [firstPattern] = patterns;
  if (firstPattern === undefined) throw new Error("no group");
  const context = {
    log,
    skewMs: estimateSkew(log).ms,
    factsOf: () => ({ ...defaultGroupFacts, delayMs: simulation.scenario.delaySeconds * 1000, ...facts }),
    patternsOf: (group: number) => patterns[group] ?? firstPattern,
  };
  const judged = [...attributeAll(context)].map(({ given, rule, confidence }) => ({
    planted: simulation.planted.get(given.failure.createdMs)?.cause ?? "unknown",
    found: rule.cause,
    confidence,
  }));
  expect(judged.length).toBe(simulation.planted.size);
  return judged;
}

export const share = (judged: readonly Judged[], of: (each: Judged) => boolean): number =>
  judged.length === 0 ? 1 : judged.filter(of).length / judged.length;

/** Sent to a target that no longer took requests. */
export const dead: ReadonlySet<Cause> = new Set(["dead-target", "closed-at-sigterm"]);
export const deadOrInferred: ReadonlySet<Cause> = new Set(["dead-target", "closed-at-sigterm", "dead-target-inferred"]);

/** The bar for everything that is said to be sure. */
export const sureAndRight = (judged: readonly Judged[]): number =>
  share(
    judged.filter(({ confidence }) => confidence === "sure"),
    ({ planted, found }) => planted === found,
  );
