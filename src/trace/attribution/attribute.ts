import { type Case, type CaseContext, caseOf } from "./case.ts";
import { type Confidence, weaker } from "./cause.ts";
import { conditions } from "./conditions.ts";
import { type AttributionRule, attributionRules } from "./rules.ts";

/** The cause of one failure, how certain it is, and what it was evaluated by. */
export interface Verdict {
  readonly given: Case;
  readonly rule: AttributionRule;
  readonly confidence: Confidence;
  /** A client that gave up on a target that had ended: a loss that its status hides. */
  readonly hiddenLoss: boolean;
}

/** A node stands for many Pods, so what is derived from the end of one is never sure. */
const [firstOfPods, lastOfPods] = [4, 13];

export function attribute(given: Case): Verdict {
  for (const rule of attributionRules) {
    const found = rule.cases.find(({ all }) => all.every((id) => conditions[id].holds(given)));
    if (found === undefined) continue;
    const ofPod = rule.number >= firstOfPods && rule.number <= lastOfPods;
    const confidence = given.facts.instanceTargets && ofPod ? weaker(found.confidence, "likely") : found.confidence;
    return { given, rule, confidence, hiddenLoss: rule.cause === "client-left" && found.all.length > 1 };
  }
  throw new Error("the last rule has no conditions");
}

/** All failures of the log; the order follows from the rows alone. */
export function* attributeAll(context: CaseContext): Generator<Verdict> {
  const { failures } = context.log;
  for (let index = 0; index < failures.size; index += 1) yield attribute(caseOf(failures.at(index), context));
}
