import { type FindingId, isRuleId } from "#model/findings/finding-id.ts";
import { type FindingText, findingText } from "#wording/finding-text.ts";
import { exampleFinding } from "./finding-example.ts";
import { ruleSummaries } from "./rule-summaries.ts";

/** What a rule is about, why it matters and what to do, whichever object breaks it. */
export function ruleDescription(id: FindingId): FindingText {
  const { what, why, todo } = findingText(exampleFinding(id));
  if (isRuleId(id)) return { what: ruleSummaries[id].broken, why, todo: ruleSummaries[id].todo };
  return { what, why, todo };
}
