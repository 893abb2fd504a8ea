import { attribute, type Verdict } from "#trace/attribution/attribute.ts";
import { type Case, caseOf, momentsOf } from "#trace/attribution/case.ts";
import { type Confidence, weaker } from "#trace/attribution/cause.ts";
import type { GroupFacts } from "#trace/attribution/group-facts.ts";
import { groupPatterns } from "#trace/attribution/group-patterns.ts";
import { attributionRules } from "#trace/attribution/rules.ts";
import type { Failure } from "#trace/logs/failure-store.ts";
import type { RequestLog } from "#trace/logs/request-log.ts";
import type { Candidate } from "./candidates.ts";
import { formsOf } from "./forms.ts";

export interface InferContext {
  readonly log: RequestLog;
  readonly candidates: readonly Candidate[];
  readonly facts: GroupFacts;
  /** Added to the cluster's times, in milliseconds. */
  readonly skewMs: number;
  /** An Application Load Balancer wrote some response of the run. */
  readonly signs: boolean;
}

/** The cause of every failure that is kept, by the rules of `trace`. */
export function* inferCauses(context: InferContext): Generator<Verdict> {
  const { failures } = context.log;
  const patterns = groupPatterns(context.log);
  const caseContext = {
    log: context.log,
    skewMs: context.skewMs,
    factsOf: () => context.facts,
    patternsOf: (group: number) => patterns[group] ?? neverMissing(),
  };
  for (let index = 0; index < failures.size; index += 1) {
    const failure = failures.at(index);
    yield causeOf(failure, caseOf(failure, caseContext), context);
  }
}

function neverMissing(): never {
  throw new Error("every group has its patterns");
}

/**
 * A client does not see which target was chosen. So a failure is judged as if it had been sent to each Pod that was ending or restarting at
 * that moment; what all of them agree on is likely, anything else a guess.
 */
function causeOf(failure: Failure, alone: Case, context: InferContext): Verdict {
  const { forms, unsigned } = formsOf(failure, context.signs);
  const found: Verdict[] = [];
  for (const form of forms) {
    const withoutPod = attribute({ ...alone, failure: form });
    if (withoutPod.rule.cause === "application-error") return withoutPod;
    if (withoutPod.rule.cause === "no-target") found.push(withoutPod);
    found.push(...verdictsFor(form, alone, context));
  }
  const [first, ...others] = found.sort(byCertainty);
  if (first === undefined) return attribute({ ...alone, failure });
  const agreed = others.every(({ rule }) => rule.cause === first.rule.cause);
  return { ...first, confidence: weaker(first.confidence, agreed && !unsigned ? "likely" : "guess") };
}

/** Of each Pod that an event of falls into the request, if a rule fits. */
const verdictsFor = (form: Failure, alone: Case, context: InferContext): readonly Verdict[] =>
  firstOf(context.candidates, mostTried, ({ fromMs, toMs }) => form.doneMs >= fromMs && form.createdMs <= toMs)
    .map((candidate) => attribute(caseWith(candidate, form, alone, context)))
    .filter(({ rule }) => rule.cause !== "unknown");

function firstOf<T>(list: readonly T[], most: number, fits: (each: T) => boolean): readonly T[] {
  const found: T[] = [];
  for (const each of list) {
    if (fits(each)) found.push(each);
    if (found.length === most) break;
  }
  return found;
}

/** The latest ones; a roll-out that ends more Pods at a time would take minutes to judge. */
const mostTried = 32;

const order = new Map(attributionRules.map(({ cause }, at) => [cause, at]));

/** The more certain cause first, then the Pod that was deleted last. */
const byCertainty = (a: Verdict, b: Verdict): number =>
  rank(a.confidence) - rank(b.confidence) ||
  (order.get(a.rule.cause) ?? 0) - (order.get(b.rule.cause) ?? 0) ||
  (b.given.deletedMs ?? 0) - (a.given.deletedMs ?? 0);

const rank = (confidence: Confidence): number => (confidence === "sure" ? 0 : confidence === "likely" ? 1 : 2);

const caseWith = ({ target, watch, group }: Candidate, form: Failure, alone: Case, { facts, skewMs }: InferContext): Case => ({
  ...alone,
  failure: { ...form, target: target.number },
  target,
  watch,
  ...momentsOf(watch, group, skewMs, facts),
});
