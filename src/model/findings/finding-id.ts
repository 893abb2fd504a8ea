import { type Finding, type RuleId, ruleIds } from "./finding.ts";
import { overrideProblemSeverities } from "./override-problems.ts";
import { problemSeverities } from "./problem.ts";

/** Everything that a finding can be about: a rule, a problem of a route, or one of Outlive's own keys. */
export type FindingId = Finding["rule"];

/** Rules first, in the order of the docs. */
export const findingIds: readonly FindingId[] = [
  ...ruleIds,
  ...(Object.keys(overrideProblemSeverities) as (keyof typeof overrideProblemSeverities)[]),
  ...(Object.keys(problemSeverities) as (keyof typeof problemSeverities)[]),
];

const known: ReadonlySet<string> = new Set(findingIds);

export const isFindingId = (text: string): text is FindingId => known.has(text);

const rules: ReadonlySet<string> = new Set(ruleIds);

/** A rule has a severity in each policy; everything else has one of its own. */
export const isRuleId = (id: string): id is RuleId => rules.has(id);
