/** What each finding says: what is the matter, why it matters, what to do. One table, so that the words can be held against the docs. */
import type { AmountName, Finding, OverrideProblemId, RuleId } from "#model/findings/finding.ts";
import type { ProblemId } from "#model/findings/problem.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { keyPrefix, keys } from "#model/settings/keys.ts";
import { amountNames, printAmount } from "./amount-text.ts";
import { printable } from "./printable.ts";
import { problemText } from "./problem-text.ts";
import { quotedDetail } from "./problem-texts/quoted-detail.ts";
import { remedyWords } from "./remedy-words.ts";
import { restartWords } from "./restart-words.ts";
import { roomToReplace } from "./room-to-replace.ts";
import { stillArriving } from "./still-arriving.ts";

export interface FindingText {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

type Say = (finding: Finding) => FindingText;

const amount = (finding: Finding, ...names: readonly AmountName[]): string => {
  const found = finding.because.find(({ name }) => names.includes(name));
  return found === undefined ? `no ${amountNames[names[0] ?? "preStop"]}` : printAmount(found);
};

/** `preStop sleep 10 s (…) is not longer than`, or what to say where nothing sleeps at all. */
const sleep = (finding: Finding, relation: string, ...others: readonly AmountName[]): string =>
  isBound(finding)
    ? `${printRef(finding.subject)}: its preStop hook ends with the ${amount(finding, "gracePeriod")}, which ${relation} ${amount(finding, ...others)}`
    : finding.actual === undefined
      ? `${printRef(finding.subject)} does not sleep before it stops, against ${amount(finding, ...others)}`
      : `${printRef(finding.subject)}: ${amount(finding, "preStop")} ${relation} ${amount(finding, ...others)}`;

/** A hook whose length is not known cannot last longer than the grace period. */
const isBound = (finding: Finding): boolean => finding.details["hook"] === "unknown";

/** What makes the Pod serve long enough. */
const serveLonger = (finding: Finding): string =>
  isBound(finding)
    ? `set terminationGracePeriodSeconds to ${needed(finding)} or more`
    : `let every container sleep ${needed(finding)} before it stops`;

const needed = (finding: Finding): string => (finding.required === undefined ? "" : `${finding.required} s`);
const detail = ({ details, rule }: Finding, name: string): string =>
  // The complete value to write, and no quotation.
  rule === "deregistration-delay-unset" || rule === "deregistration-outlives-request"
    ? (details[name] ?? "")
    : quotedDetail(details, name);
const quoted = (text: string): string => JSON.stringify(text);
const who = (finding: Finding): string => printRef(finding.subject);

const ruleTexts: Readonly<Record<RuleId, Say>> = {
  "grace-outlives-prestop": (f) => ({
    what: `${who(f)}: ${amount(f, "gracePeriod")} is not longer than ${amount(f, "preStop")}`,
    why: "the sleep is taken out of the grace period, so the application is killed without time to shut down",
    todo: `set terminationGracePeriodSeconds to ${needed(f)} or more`,
  }),
  "shutdown-fits-grace": (f) => ({
    what: `${who(f)}: ${amount(f, "preStop")} plus ${amount(f, "shutdown")} does not fit into ${amount(f, "gracePeriod")}`,
    why: "what is still being served when the grace period ends is killed",
    todo: `set terminationGracePeriodSeconds to ${needed(f)} or more`,
  }),
  "prestop-outlives-deregistration": (f) => ({
    what: sleep(f, "is not longer than", "nextDeregistrationDelay", "deregistrationDelay"),
    why: `the target is still draining when the Pod is gone, and clients of ${detail(f, "origin")} get 502 or 504`,
    todo: `${serveLonger(f)}, or lower the deregistration delay`,
  }),
  "grace-within-deregistration": (f) => ({
    what: `${who(f)}: ${amount(f, "gracePeriod")} is not shorter than ${amount(f, "deregistrationDelay")}`,
    why: "the load balancer drops requests that the Pod is still serving",
    todo: `raise the deregistration delay on ${detail(f, "origin")} above the grace period`,
  }),
  "prestop-covers-propagation": (f) => ({
    what: sleep(f, "does not cover", "propagation"),
    why: stillArriving(f.details),
    todo: serveLonger(f),
  }),
  "deregistration-delay-unset": (f) => ({
    what: `${detail(f, "origin")} sets no deregistration delay, so AWS uses its default of ${f.actual ?? 300} s`,
    why: "nobody chose that value, and no Pod is kept that long for it",
    todo: `set ${f.path} on ${who(f)} to ${quoted(detail(f, "value"))}`,
  }),
  "prestop-covers-requests": (f) => ({
    what: sleep(f, "does not cover propagation and", "requestTimeout", "deregistrationDelay", "nextDeregistrationDelay"),
    why: "requests that are still in flight when the sleep ends are cut if the application exits on SIGTERM",
    todo: `add a ${needed(f)} preStop sleep to every container`,
  }),
  "request-timeout-known": (f) => ({
    what: `${who(f)}: the longest request is not known`,
    why: "the policy sizes sleeps for requests in flight, and covers only propagation without it",
    todo: `set annotation ${f.path} to the longest time that a request takes, for example 30s`,
  }),
  "deregistration-outlives-request": (f) => ({
    what: `${who(f)}: ${amount(f, "deregistrationDelay")} is not longer than ${amount(f, "requestTimeout")}`,
    why: "the load balancer drops a long request when the delay ends",
    todo: `set ${f.path} on ${who(f)} to ${quoted(detail(f, "value"))}`,
  }),
  "request-outlives-idle": (f) => ({
    what: `${who(f)}: ${amount(f, "requestTimeout")} is not longer than ${amount(f, "idleTimeout")}`,
    why: "a request that hangs holds its connection longer than the application waits for it, into the draining of the target",
    todo: `lower idle_timeout.timeout_seconds on ${detail(f, "origin")}, or let the application wait ${needed(f)}`,
  }),
  "keepalive-outlives-idle": (f) => ({
    what: `${who(f)}: ${amount(f, "keepAlive")} is not longer than ${amount(f, "idleTimeout")}`,
    why: "the application closes connections that the load balancer is about to use, and clients get 502",
    todo: `let the application keep idle connections for ${needed(f)} or longer`,
  }),
  "deregistration-delay-valid": (f) => ({
    what: `${who(f)}: the deregistration delay cannot be read from ${f.path}: "${detail(f, "value")}"`,
    why: "the controller stops reconciling the object and its whole IngressGroup",
    todo: "write deregistration_delay.timeout_seconds=N with whole seconds from 0 to 3600",
  }),
  "readiness-gate-present": (f) =>
    f.details["impossible"] === undefined
      ? {
          what: `${who(f)}: readiness gate ${detail(f, "gate")} is missing`,
          why: "a roll-out goes on before the load balancer sends requests to the new Pod",
          todo: "let Outlive or the AWS controller inject it: it is set on Pods when they are created",
        }
      : {
          what: `${who(f)}: readiness gate ${detail(f, "gate")} can never become true: ${detail(f, "impossible")}`,
          why: "the Pod never becomes ready",
          todo: "remove the gate from the template",
        },
  "no-publish-not-ready-addresses": (f) => ({
    what: `${who(f)} publishes not-ready addresses`,
    why: "a terminating Pod stays a ready endpoint, so nothing deregisters its target while it sleeps",
    todo: "set spec.publishNotReadyAddresses to false, or use a second Service for whoever needs it",
  }),
  "fits-node-shutdown": (f) => ({
    what: `${who(f)}: ${amount(f, "gracePeriod")} is longer than the ${amount(f, "nodeShutdown")}`,
    why: "a node that shuts down or is interrupted ends the Pod before its grace period does",
    todo:
      detail(f, "tooLong") === "grace"
        ? "shorten the grace period, with what the preStop hook takes of it, or raise the nodes' budget"
        : "raise the nodes' shutdown budget, or shorten the longest request",
  }),
  "replicas-at-least-two": (f) => {
    const autoscaler = detail(f, "autoscaler");
    const why = "nothing serves while a drained node's Pod is replaced";
    return autoscaler === ""
      ? { what: `${who(f)} has one replica`, why, todo: "set spec.replicas to 2 or more" }
      : {
          what: `HorizontalPodAutoscaler ${autoscaler} may shrink ${who(f)} to one replica`,
          why,
          todo: "set minReplicas of the autoscaler to 2 or more",
        };
  },
  "readiness-probe-present": (f) => ({
    what: `${who(f)}: container ${detail(f, "container")} has no readiness probe`,
    why: "the Pod is registered as a target before it can answer",
    todo: "add a readinessProbe to the container that serves",
  }),
  "disruption-budget-allows-drain": (f) =>
    detail(f, "problem") === "several-budgets"
      ? {
          what: `${who(f)} is not the only disruption budget that selects these Pods`,
          why: "the API server fails every eviction of a Pod with more than one budget",
          todo: "leave one PodDisruptionBudget for these Pods",
        }
      : {
          what: `${who(f)} never allows an eviction`,
          why: "nodes cannot be drained but by force, which skips the orderly end",
          todo: "allow at least one Pod to be disrupted",
        },
  "rollout-keeps-capacity": (f) => ({
    what: `${who(f)}: a roll-out ends every Pod before new ones are ready (${detail(f, "problem")})`,
    why: "the target group is empty in between, and clients get 503",
    todo: roomToReplace(f.subject.kind),
  }),
  "traffic-policy-local": (f) => ({
    what: `${who(f)}: externalTrafficPolicy is not Local`,
    why: "nodes forward to Pods of other nodes, so draining one node cuts connections everywhere",
    todo: "set spec.externalTrafficPolicy to Local, or use ip targets",
  }),
};

const overrideTexts: Readonly<Record<OverrideProblemId, Say>> = {
  "override-invalid": (f) => ({
    what: `${who(f)}: annotation ${detail(f, "key")} is "${detail(f, "value")}"`,
    why: "it cannot be read, and the default is used in its place",
    todo: `write ${detail(f, "accepted")}`,
  }),
  "policy-unknown": (f) => ({
    what: `${who(f)}: there is no policy "${detail(f, "value")}"`,
    why: "the default policy is used in its place",
    todo: `name one of: ${detail(f, "accepted")}`,
  }),
  "mode-unknown": (f) => ({
    what: `${who(f)}: label ${keys.mode} is "${detail(f, "value")}", which is no mode and counts as audit`,
    why: "nothing is changed, and what would be is recorded",
    todo: `name one of: ${detail(f, "accepted")}`,
  }),
  "skip-without-reason": (f) => ({
    what: `${who(f)}: annotation ${keys.skip} gives no reason`,
    why: "a workload is left alone only for a reason that others can read",
    todo: `write ${detail(f, "accepted")} as its value`,
  }),
  "container-unknown": (f) => ({
    what: `${who(f)}: annotation ${keys.containers} is "${detail(f, "value")}"`,
    why: "it names no container that can be given a hook, and all regular ones are taken",
    todo: `write ${detail(f, "accepted")}`,
  }),
  "value-not-text": (f) => ({
    what: `${who(f)}: ${f.path} is ${detail(f, "value")}, which is not text`,
    why: "the API server refuses the object",
    todo: `put the value in quotes: ${detail(f, "key")}: "${detail(f, "value")}"`,
  }),
  "custom-prestop-hook": (f) => ({
    what: `${who(f)}: container ${detail(f, "container")} has a preStop hook of its own (${detail(f, "handler")})`,
    why: "how long it takes is not known, so it is neither changed nor judged",
    todo: `make sure that it lasts ${needed(f) === "" ? "long enough" : needed(f)}, or take it away and let a sleep be injected`,
  }),
  "hook-continues": (f) => ({
    what: `${who(f)}: the hook of container ${detail(f, "container")} continues after its sleep (${detail(f, "followedBy")}), and ${amount(f, "gracePeriod")} leaves it ${f.actual ?? 0} s`,
    why: "how long that takes is not known, and what still runs when the grace period ends is killed",
    todo: "leave it as it is if that is enough, else raise terminationGracePeriodSeconds",
  }),
  "sleep-program-missing": (f) => ({
    what: `${who(f)}: the image of container ${detail(f, "container")} may have no sleep program for its preStop hook`,
    why: "a hook that cannot be run ends at once, and the container is stopped without waiting",
    todo: "use the sleep action of Kubernetes (lifecycle.preStop.sleep.seconds, 1.30 or later), which needs no program",
  }),
  "injected-sleep-restored": (f) => ({
    what: `${who(f)}: the injected preStop sleep of container ${detail(f, "container")} (${needed(f)}) was removed and is restored`,
    why: "without it the template would change, and a roll-out would start",
    todo: `add the annotation ${keys.skip} with a reason to have the workload left alone`,
  }),
  "injected-value-lowered": (f) => ({
    what: `${who(f)}: ${detail(f, "value")} is lowered to ${f.actual ?? 0} s; Outlive had set ${needed(f)}`,
    why: "Pods are sized when they are created, and may still be given more",
    todo: "lower the deregistration delay of the route if the Pods stay too long",
  }),
  "prestop-over-ceiling": (f) => ({
    what: `${who(f)} asks for a ${amountNames[f.because[0]?.name === "gracePeriod" ? "gracePeriod" : "preStop"]} of ${f.actual ?? 0} s, more than the ceiling of ${needed(f)}`,
    why: "nothing is injected, and requests are lost when its Pods end",
    todo: `lower ${f.path.startsWith(keyPrefix) ? `the annotation ${f.path}` : "the deregistration delay of this route"}, or raise the policy's ceiling`,
  }),
  "attribute-removed": (f) => ({
    what: `${who(f)}: ${f.path} no longer sets ${detail(f, "attribute")}`,
    why: `AWS keeps the value that was set last (${detail(f, "value")})`,
    todo: `write the value that you want, also where it is the default`,
  }),
  "restart-needed": (f) => ({
    what: `${who(f)}: its running Pods ${isBound(f) ? "have a grace period of" : "sleep"} ${f.actual ?? 0} s and need ${needed(f)} for ${amount(f, "nextDeregistrationDelay", "deregistrationDelay", "propagation")}`,
    why: "Pods are sized when they are created",
    todo: `restart them: ${restartWords(f.subject)}`,
  }),
  "restart-may-be-needed": (f) => ({
    what: `${who(f)}: Pods that are made at this moment may come too early to be given a sleep of ${needed(f)} for ${amount(f, "nextDeregistrationDelay", "deregistrationDelay", "propagation")}`,
    why: "Pods are sized when they are created, by what is known then",
    todo: `see with outlive audit whether any did, and restart them: ${restartWords(f.subject)}`,
  }),
};

const isRule = (id: string): id is RuleId => Object.hasOwn(ruleTexts, id);
const isOverride = (id: string): id is OverrideProblemId => Object.hasOwn(overrideTexts, id);

/** Fit to be shown anywhere: names and values in it are short and printable. */
export function findingText(finding: Finding): FindingText {
  const { what, why, todo } = textOf(finding);
  return { what: printable(what), why: printable(why), todo: printable(todo) };
}

function textOf(finding: Finding): FindingText {
  const { rule } = finding;
  if (isRule(rule)) {
    const text = ruleTexts[rule](finding);
    return finding.remedy === undefined ? text : { ...text, todo: remedyWords(finding.remedy) };
  }
  if (isOverride(rule)) return overrideTexts[rule](finding);
  return problemText({
    id: rule satisfies ProblemId,
    severity: finding.severity,
    object: finding.subject,
    field: finding.path,
    details: finding.details,
  });
}

/** One sentence for a warning or a report row. */
export const findingSentence = (finding: Finding): string => {
  const { what, todo } = findingText(finding);
  return `${what}: ${todo} [${finding.rule}]`;
};
