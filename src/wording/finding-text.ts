/** What each finding says: what is wrong, why it matters, what to do. One table, so that a test can compare it with the docs. */
import type { Finding, OverrideProblemId, RuleId } from "#model/findings/finding.ts";
import type { ProblemId } from "#model/findings/problem.ts";
import { keyPrefix, keys } from "#model/settings/keys.ts";
import { amountNames } from "./amount-text.ts";
import { nodeShutdownText } from "./cluster/node-shutdown-text.ts";
import { alike, amount, detail, lowerIdle, needed, quoted, sleep, who } from "./finding-words.ts";
import { printable } from "./printable.ts";
import { problemText } from "./problem-text.ts";
import { remedyWords } from "./remedy-words.ts";
import { restartWords } from "./restart-words.ts";
import { roomToReplace } from "./room-to-replace.ts";
import { isBound, serveLonger } from "./serve-longer.ts";
import { stillArriving } from "./still-arriving.ts";
import { symptomOf } from "./symptom.ts";

export interface FindingText {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

type Say = (finding: Finding) => FindingText;

const ruleTexts: Readonly<Record<RuleId, Say>> = {
  "grace-outlives-prestop": (f) => ({
    what: `${who(f)}: ${amount(f, "gracePeriod")} is not longer than ${amount(f, "preStop")}`,
    why: "the sleep uses up the grace period, so the application is killed before it can shut down",
    todo: `set terminationGracePeriodSeconds to ${f.required ?? 0} or more`,
  }),
  "shutdown-fits-grace": (f) => ({
    what: `${who(f)}: ${amount(f, "preStop")} plus ${amount(f, "shutdown")} exceeds ${amount(f, "gracePeriod")}`,
    why: "requests that are still being served when the grace period ends are cut",
    todo: `set terminationGracePeriodSeconds to ${f.required ?? 0} or more`,
  }),
  "prestop-outlives-deregistration": (f) => ({
    what: sleep(f, "is not longer than", "nextDeregistrationDelay", "deregistrationDelay"),
    why: `the target is still draining when the Pod stops, so ${symptomOf(f.details)}`,
    todo: `${serveLonger(f)}, or lower the deregistration delay`,
  }),
  "grace-within-deregistration": (f) => ({
    what: `${who(f)}: ${amount(f, "gracePeriod")} is not shorter than ${amount(f, "deregistrationDelay")}`,
    why: "the load balancer cuts requests that the Pod is still serving",
    todo: `raise the deregistration delay on ${detail(f, "origin")} above the grace period`,
  }),
  "prestop-covers-propagation": (f) => ({
    what: sleep(f, "does not cover", "propagation"),
    why: stillArriving(f.details),
    todo: serveLonger(f),
  }),
  "deregistration-delay-unset": (f) => ({
    what: `${detail(f, "origin")} sets no deregistration delay, so the AWS default of ${f.actual ?? 300} s applies`,
    why: "nobody chose this value, and no Pod stays up that long for it",
    todo: `set ${f.path} on ${who(f)} to ${quoted(detail(f, "value"))}`,
  }),
  "prestop-covers-requests": (f) => ({
    what: sleep(f, "does not cover propagation and", "requestTimeout", "deregistrationDelay", "nextDeregistrationDelay"),
    why: "requests that are still in flight when the sleep ends are cut if the application exits on SIGTERM",
    todo: serveLonger(f),
  }),
  "request-timeout-known": (f) => ({
    what: `${who(f)}: the request timeout is not known`,
    why: "without it, the policy covers propagation only, and requests in flight may be cut",
    todo: `set annotation ${f.path} to the longest time that a request takes, for example 30s`,
  }),
  "deregistration-outlives-request": (f) => ({
    what: `${who(f)}: ${amount(f, "deregistrationDelay")} is not longer than ${amount(f, "requestTimeout")}`,
    why: "the load balancer cuts long requests when the delay ends",
    todo: `set ${f.path} on ${who(f)} to ${quoted(detail(f, "value"))}`,
  }),
  "request-outlives-idle": (f) => ({
    what: `${who(f)}: ${amount(f, "requestTimeout")} is not longer than ${amount(f, "idleTimeout")}`,
    why: "a request that hangs keeps its connection open after the application has given up on it",
    todo: `set ${lowerIdle(f)}the request timeout to ${needed(f)}`,
  }),
  "keepalive-outlives-idle": (f) => ({
    what: `${who(f)}: ${amount(f, "keepAlive")} is not longer than ${amount(f, "idleTimeout")}`,
    why: "the application closes connections that the load balancer is about to use, and clients get 502",
    todo: `raise the keep-alive timeout of the application to ${needed(f)} or more`,
  }),
  "deregistration-delay-valid": (f) => ({
    what: `${who(f)}: invalid deregistration delay "${detail(f, "value")}" in ${f.path}`,
    why: "the controller stops reconciling the whole IngressGroup",
    todo: "write deregistration_delay.timeout_seconds=N, with N from 0 to 3600",
  }),
  "readiness-gate-present": (f) =>
    f.details["impossible"] === undefined
      ? {
          what: `${who(f)}: readiness gate ${detail(f, "gate")} is missing`,
          why: "a roll-out continues before the load balancer sends requests to the new Pod",
          todo: "let Outlive or the AWS Load Balancer Controller inject it when Pods are created",
        }
      : {
          what: `${who(f)} can never satisfy readiness gate ${detail(f, "gate")}: ${detail(f, "impossible")}`,
          why: "the Pod never becomes ready",
          todo: "remove the gate from the template",
        },
  "no-publish-not-ready-addresses": (f) => ({
    what: `${who(f)} publishes not-ready addresses`,
    why: "a terminating Pod stays a ready endpoint, so its target is not deregistered during the sleep",
    todo: "set spec.publishNotReadyAddresses to false, or use a second Service for the clients that need it",
  }),
  "fits-node-shutdown": nodeShutdownText,
  "replicas-at-least-two": (f) => {
    const autoscaler = detail(f, "autoscaler");
    const why = "nothing serves requests while the Pod of a drained node is replaced";
    return autoscaler === ""
      ? { what: `${who(f)} has one replica`, why, todo: "set spec.replicas to 2 or more" }
      : {
          what: `HorizontalPodAutoscaler ${autoscaler} may scale ${who(f)} down to one replica`,
          why,
          todo: "set minReplicas of the autoscaler to 2 or more",
        };
  },
  "readiness-probe-present": (f) => ({
    what: `${who(f)}: container ${detail(f, "container")} has no readiness probe`,
    why: "the Pod is registered as a target before it can serve requests",
    todo: "add a readinessProbe to the container that serves requests",
  }),
  "disruption-budget-allows-drain": (f) =>
    detail(f, "problem") === "several-budgets"
      ? {
          what: `${who(f)} is one of several that select the same Pods`,
          why: "the API server rejects every eviction of a Pod with more than one budget",
          todo: "keep one PodDisruptionBudget for these Pods",
        }
      : {
          what: `${who(f)} never allows an eviction`,
          why: "nodes can only be drained by force, which skips graceful termination",
          todo: "allow at least one Pod to be disrupted",
        },
  "rollout-keeps-capacity": (f) => ({
    what: `${who(f)}: a roll-out stops every Pod before new ones are ready (${detail(f, "problem")})`,
    why: "the target group is empty in between, and clients get 503",
    todo: roomToReplace(f.subject.kind),
  }),
  "traffic-policy-local": (f) => ({
    what: `${who(f)}: externalTrafficPolicy is not Local`,
    why: "nodes forward requests to Pods on other nodes, so draining one node cuts connections everywhere",
    todo: "set spec.externalTrafficPolicy to Local, or use ip targets",
  }),
  "switch-covers-propagation": (f) => ({
    what: `${who(f)}: ${amount(f, "scaleDownDelay", "abortScaleDownDelay")} and the preStop sleep do not cover ${amount(f, "propagation")}`,
    why: "Argo Rollouts deregisters old Pods when it switches the Service, and requests arrive after they have stopped",
    todo: `set ${f.path} to ${f.required ?? 0} or more`,
  }),
  "switch-keeps-targets": (f) =>
    f.details["strategy"] === "canary"
      ? {
          what: `${who(f)}: the end of a roll-out exchanges all targets of Service ${detail(f, "service")} at once`,
          why: "its weight returns while the new targets are only being registered",
          todo: "use pingPong Services in place of stableService and canaryService",
        }
      : {
          what: `${who(f)}: a promotion exchanges all targets of Service ${detail(f, "service")} at once`,
          why: "the old targets leave before the new ones are healthy, and no readiness gate can wait for them",
          todo: "use a canary with trafficRouting.alb and pingPong Services, whose targets are healthy before weight moves",
        },
};

const overrideTexts: Readonly<Record<OverrideProblemId, Say>> = {
  "override-invalid": (f) => ({
    what: `${who(f)}: annotation ${detail(f, "key")} has the invalid value "${detail(f, "value")}"`,
    why: "Outlive uses the default instead",
    todo: `write ${detail(f, "accepted")}`,
  }),
  "policy-unknown": (f) => ({
    what: `${who(f)}: policy "${detail(f, "value")}" does not exist`,
    why: "Outlive uses the default policy instead",
    todo: `use one of ${detail(f, "accepted")}`,
  }),
  "mode-unknown": (f) => ({
    what: `${who(f)}: label ${keys.mode} has the unknown value "${detail(f, "value")}", which counts as audit`,
    why: "Outlive changes nothing and records what it would do",
    todo: `use one of ${detail(f, "accepted")}`,
  }),
  "skip-without-reason": (f) => ({
    what: `${who(f)}: annotation ${keys.skip} gives no reason`,
    why: "Outlive skips a workload only for a reason that others can read",
    todo: `write ${detail(f, "accepted")}`,
  }),
  "ignore-invalid": (f) => ({
    what: `${who(f)}: annotation ${keys.ignore} has the entry "${detail(f, "value")}", which ignores nothing`,
    why: "a finding is ignored only by the id of its rule and for a reason that others can read",
    todo: `write ${detail(f, "accepted")}`,
  }),
  "container-unknown": (f) => ({
    what: `${who(f)}: annotation ${keys.containers} is "${detail(f, "value")}", which names no regular container`,
    why: "Outlive uses all regular containers instead",
    todo: `write ${detail(f, "accepted")}`,
  }),
  "value-not-text": (f) => ({
    what: `${who(f)}: ${f.path} is ${detail(f, "value")}, which is not text`,
    why: "the API server refuses the object",
    todo: `put the value in quotes: ${detail(f, "key")}: "${detail(f, "value")}"`,
  }),
  "custom-prestop-hook": (f) => ({
    what: `${who(f)}: container ${detail(f, "container")} has a custom preStop hook (${detail(f, "handler")})`,
    why: "Outlive does not know how long it takes, so it neither changes nor evaluates it",
    todo: `make sure that it takes ${needed(f) === "" ? "long enough" : needed(f)}, or remove it so that a sleep can be injected`,
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
    todo: `add annotation ${keys.skip} with a reason to skip the workload`,
  }),
  "injected-value-lowered": (f) => ({
    what: `${who(f)}: ${detail(f, "value")} lowered from ${needed(f)} to ${f.actual ?? 0} s`,
    why: "Pods are sized when they are created, and may still be given more",
    todo: "lower the deregistration delay of the route if the Pods stay too long",
  }),
  "prestop-over-ceiling": (f) => ({
    what: `${who(f)} requires a ${amountNames[f.because[0]?.name === "gracePeriod" ? "gracePeriod" : "preStop"]} of ${f.actual ?? 0} s, above the ceiling of ${needed(f)}`,
    why: "Outlive injects nothing, so requests are lost when its Pods stop",
    todo: `lower ${f.path.startsWith(keyPrefix) ? `annotation ${f.path}` : "the deregistration delay of this route"}, or raise the ceiling of the policy`,
  }),
  "more-findings": (f) => ({
    what: `${who(f)}: ${detail(f, "count")} more findings are not listed`,
    why: "one object can have thousands, and reports have to stay readable",
    todo: "fix those that are listed, then check again",
  }),
  "attribute-removed": (f) => ({
    what: `${who(f)}: ${f.path} no longer sets ${detail(f, "attribute")}`,
    why: `AWS keeps the last value (${detail(f, "value")})`,
    todo: "set the value explicitly, even if it is the default",
  }),
  "restart-needed": (f) => ({
    what: `${who(f)}${alike(f)}: running Pods ${isBound(f) ? "have a grace period of" : "sleep"} ${f.actual ?? 0} s but need ${needed(f)} for ${amount(f, "nextDeregistrationDelay", "deregistrationDelay", "propagation")}`,
    why: "Outlive sizes Pods when they are created",
    todo: `restart them: ${restartWords(f.subject)}`,
  }),
  "restart-may-be-needed": (f) => ({
    what: `${who(f)}: Pods created at this moment may not get the ${needed(f)} sleep for ${amount(f, "nextDeregistrationDelay", "deregistrationDelay", "propagation")}`,
    why: "Outlive sizes Pods when they are created, from what it knows at that time",
    todo: `restart Pods that outlive audit lists: ${restartWords(f.subject)}`,
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
    if (finding.remedy === undefined) return text;
    const { workload } = finding.details;
    return { ...text, todo: `${remedyWords(finding.remedy)}${workload === undefined ? "" : ` of ${printable(workload)}`}` };
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
