/** The rules by which a failure is given its cause, first match first. docs/trace-rules.md is generated from them. */
import type { Cause, Confidence } from "./cause.ts";
import type { ConditionId } from "./conditions.ts";

/** What a cause means for the count of lost requests. */
export type Weight =
  /** Lost when a target ended or began: what Outlive is about. */
  | "termination"
  /** Lost for another reason that a setting remedies. */
  | "setting"
  /** Lost for a reason that no timing remedies. */
  | "other"
  /** No loss: somebody's own answer. */
  | "none";

export interface AttributionRule {
  readonly number: number;
  readonly cause: Cause;
  /** How a report names it. */
  readonly title: string;
  /** What it means, in one or two sentences. */
  readonly meaning: string;
  readonly remedy: string;
  readonly weight: Weight;
  /** The first case all of whose conditions hold gives the confidence. */
  readonly cases: readonly { readonly all: readonly ConditionId[]; readonly confidence: Confidence }[];
}

export const attributionRules: readonly AttributionRule[] = [
  {
    number: 1,
    cause: "own-answer",
    title: "answered by the load balancer itself",
    meaning: "A rule of the load balancer, WAF or an identity provider responded. No target is at fault.",
    remedy: "none",
    weight: "none",
    cases: [{ all: ["named-reason"], confidence: "sure" }],
  },
  {
    number: 2,
    cause: "application-error",
    title: "error of the application",
    meaning: "The target itself responded with this status. A proxy in the Pod looks the same.",
    remedy: "the application; see whether it happens while Pods start or end",
    weight: "none",
    cases: [{ all: ["same-status"], confidence: "sure" }],
  },
  {
    number: 3,
    cause: "no-target",
    title: "no registered target",
    meaning: "The target group had no registered target, or only unused ones.",
    remedy: "readiness gate, two replicas or more, and a roll-out that keeps capacity",
    weight: "termination",
    cases: [{ all: ["no-target"], confidence: "sure" }],
  },
  {
    number: 18,
    cause: "client-left",
    title: "client gave up",
    meaning:
      "The client closed the connection before a response came. Where the target had ended, the client only gave up sooner than the load balancer.",
    remedy: "where the target had ended: a preStop sleep that covers propagation",
    weight: "none",
    cases: [
      { all: ["client-left", "never-connected", "after-end"], confidence: "sure" },
      {
        all: ["client-left", "never-connected", "end-unknown", "after-deletion-or-deregistration", "quiet-in-life"],
        confidence: "likely",
      },
      { all: ["client-left", "never-connected", "no-events", "checks-stopped"], confidence: "likely" },
      { all: ["client-left", "never-connected", "no-events", "deadly-quiet"], confidence: "guess" },
      { all: ["client-left"], confidence: "sure" },
    ],
  },
  {
    number: 4,
    cause: "dead-target",
    title: "sent to Pods that had ended",
    meaning: "The load balancer sent the request to an address where nothing ran any more, and waited 10 s for a connection.",
    remedy: "a preStop sleep that covers propagation",
    weight: "termination",
    cases: [
      { all: ["connect-timeout", "after-end"], confidence: "sure" },
      { all: ["connect-timeout", "end-unknown", "after-deletion-or-deregistration", "quiet-in-life"], confidence: "likely" },
      { all: ["connect-timeout", "no-events", "checks-stopped"], confidence: "likely" },
    ],
  },
  {
    number: 5,
    cause: "live-target-unreachable",
    title: "running target could not be reached",
    meaning: "The target answered others before and after. A security group, a network ACL, a full backlog or a node in trouble.",
    remedy: "not a matter of timing",
    weight: "other",
    cases: [
      { all: ["connect-timeout", "flow-rejected"], confidence: "likely" },
      { all: ["connect-timeout", "checks-pass-around"], confidence: "likely" },
      { all: ["connect-timeout", "answers-others"], confidence: "likely" },
    ],
  },
  {
    number: 6,
    cause: "target-never-reachable",
    title: "target could never be reached",
    meaning: "The target answered nobody in this log: a wrong port, or a network that is blocked.",
    remedy: "not a matter of timing",
    weight: "other",
    cases: [{ all: ["connect-timeout", "never-answered"], confidence: "likely" }],
  },
  {
    number: 7,
    cause: "dead-target-inferred",
    title: "sent to targets that seem to have ended",
    meaning: "No event tells when the target ended, but it answered before and nothing afterwards, while its group was in use.",
    remedy: "a preStop sleep that covers propagation",
    weight: "termination",
    cases: [
      { all: ["connect-timeout", "no-events", "deadly-quiet"], confidence: "guess" },
      { all: ["refused", "no-events", "leaves-use"], confidence: "guess" },
      { all: ["connect-timeout", "end-unknown", "just-before-deregistration", "quiet-in-life"], confidence: "guess" },
      { all: ["refused", "end-unknown", "just-before-deregistration", "quiet-in-life"], confidence: "guess" },
    ],
  },
  {
    number: 8,
    cause: "closed-at-sigterm",
    title: "listener was closed at SIGTERM",
    meaning: "The application closed its listener on SIGTERM, while the load balancer still sent it requests.",
    remedy: "a preStop sleep that covers propagation",
    weight: "termination",
    cases: [
      { all: ["refused", "after-end"], confidence: "sure" },
      { all: ["refused", "after-sigterm"], confidence: "sure" },
      { all: ["refused", "after-deletion-or-deregistration", "no-restart"], confidence: "likely" },
      { all: ["refused", "no-events", "checks-stopped"], confidence: "likely" },
    ],
  },
  {
    number: 9,
    cause: "not-listening",
    title: "application did not listen",
    meaning: "The target was new, or a container of it was being restarted: it was registered although nothing listened.",
    remedy: "readiness probe and readiness gate; the reason of the restart",
    weight: "termination",
    cases: [
      { all: ["refused", "restart-spans"], confidence: "likely" },
      { all: ["refused", "no-check-passed-yet"], confidence: "likely" },
      { all: ["refused", "starting"], confidence: "likely" },
      { all: ["refused", "one-of-many", "serves-around"], confidence: "guess" },
    ],
  },
  {
    number: 10,
    cause: "tls-handshake",
    title: "TLS handshake with the target failed",
    meaning: "The target group speaks TLS with its targets, and no request to this one ever succeeded.",
    remedy: "certificate and protocol of the target",
    weight: "other",
    cases: [{ all: ["refused", "tls-targets", "never-answered"], confidence: "guess" }],
  },
  {
    number: 11,
    cause: "killed-at-grace-end",
    title: "cut by SIGKILL at the end of the grace period",
    meaning: "The application was still busy with the request when its grace period was over.",
    remedy: "a longer grace period, or shorter requests",
    weight: "termination",
    cases: [
      { all: ["broken", "cut-at-end", "ended-by-kill", "under-way", "delay-not-over"], confidence: "sure" },
      { all: ["broken", "cut-at-end", "ended-by-kill"], confidence: "likely" },
    ],
  },
  {
    number: 12,
    cause: "exited-with-requests",
    title: "cut when the application exited at SIGTERM",
    meaning: "The application exited on SIGTERM although requests were under way.",
    remedy: "a preStop sleep longer than propagation and requests, or an application that drains",
    weight: "termination",
    cases: [
      { all: ["broken", "cut-at-end", "ended-after-sigterm", "under-way", "delay-not-over"], confidence: "sure" },
      { all: ["broken", "cut-at-end", "cut-after-deletion"], confidence: "likely" },
      { all: ["broken", "end-unknown", "cut-after-deletion", "quiet-after-cut", "delay-not-over"], confidence: "likely" },
      {
        all: ["broken", "end-unknown", "cut-just-before-deregistration", "quiet-after-cut", "under-way"],
        confidence: "guess",
      },
      { all: ["broken", "no-events", "checks-stopped-at-cut", "under-way"], confidence: "guess" },
      { all: ["broken", "no-events", "leaves-use", "under-way"], confidence: "guess" },
    ],
  },
  {
    number: 13,
    cause: "delay-elapsed",
    title: "cut when the deregistration delay was over",
    meaning: "The request took longer than the deregistration delay of its target group, so the load balancer cut it.",
    remedy: "a deregistration delay longer than the longest request",
    weight: "termination",
    cases: [
      { all: ["broken", "delay-elapsed", "under-way"], confidence: "sure" },
      { all: ["broken", "delay-elapsed-by-deletion"], confidence: "likely" },
    ],
  },
  {
    number: 16,
    cause: "crash",
    title: "application crashed",
    meaning: "A container of the Pod ended and was started again at that moment: a crash, or no memory left.",
    remedy: "the application",
    weight: "other",
    cases: [{ all: ["broken", "restart-at-cut"], confidence: "sure" }],
  },
  {
    number: 14,
    cause: "keep-alive-race",
    title: "keep-alive race",
    meaning: "The application closed an idle connection at the moment in which the load balancer used it again.",
    remedy: "a keep-alive timeout of the application above the idle timeout of the load balancer",
    weight: "setting",
    cases: [
      {
        all: ["broken", "alone", "race-at-once", "serves-around", "undisturbed", "keep-alive-short", "many-paths"],
        confidence: "sure",
      },
      { all: ["refused", "alone", "race-at-once", "serves-around", "undisturbed", "keep-alive-short"], confidence: "sure" },
      { all: ["broken", "alone", "race-at-once", "serves-around", "undisturbed", "many-paths"], confidence: "likely" },
      { all: ["refused", "alone", "race-at-once", "serves-around", "undisturbed"], confidence: "likely" },
      { all: ["broken", "race-late", "serves-around", "undisturbed", "keep-alive-short", "many-paths"], confidence: "guess" },
    ],
  },
  {
    number: 15,
    cause: "application-timeout",
    title: "application's own request timeout",
    meaning: "Responses of the group broke again and again after the same time.",
    remedy: "the server's request timeout",
    weight: "other",
    cases: [{ all: ["broken", "same-age"], confidence: "likely" }],
  },
  {
    number: 17,
    cause: "idle-timeout",
    title: "longer than the idle timeout",
    meaning: "The target took longer to respond than the load balancer waits.",
    remedy: "a longer idle timeout, or shorter requests",
    weight: "setting",
    cases: [
      { all: ["idle-timeout", "idle-timeout-known"], confidence: "sure" },
      { all: ["idle-timeout"], confidence: "likely" },
    ],
  },
  {
    number: 19,
    cause: "malformed-response",
    title: "response the load balancer cannot read",
    meaning: "Nearly all broken responses of the group are for one path, of targets that are otherwise fine.",
    remedy: "the application",
    weight: "other",
    cases: [{ all: ["broken", "one-path", "serves-around"], confidence: "guess" }],
  },
  {
    number: 20,
    cause: "unknown",
    title: "unknown",
    meaning: "No rule fits. Some losses have no explanation in the log, and none is invented for them.",
    remedy: "none",
    weight: "other",
    cases: [{ all: [], confidence: "guess" }],
  },
];
