import type { Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { keys } from "#model/settings/keys.ts";
import { findingText } from "./finding-text.ts";
import { message } from "./message.ts";
import { restartWords } from "./restart-words.ts";

/**
 * One message that explains itself, because kubectl shows nothing else of a denial: what, why, what to do.
 * Several findings follow one another; a raised delay comes with the order of steps that makes it possible.
 */
export function denialText(because: readonly Finding[]): string {
  const raised = because.filter(raisesDelay);
  const rest = because.filter((finding) => !raisesDelay(finding));
  return [...(raised.length === 0 ? [] : [raisedDelayText(raised)]), ...rest.map(sentences)].join(" Also: ");
}

const sentences = (finding: Finding): string => `${message(findingText(finding))} [${finding.rule}]`;

const raisesDelay = ({ rule, because }: Finding): boolean =>
  rule === "prestop-outlives-deregistration" && because.some(({ name }) => name === "deregistrationDelay");

/** Pods are sized when they are created, so the order is: annotate, restart, raise. */
function raisedDelayText(findings: readonly Finding[]): string {
  const delays = findings.flatMap(({ because }) => because.filter(({ name }) => name === "deregistrationDelay"));
  const highest = delays.reduce((most, delay) => (delay.value > most.value ? delay : most));
  const running = [...new Map(findings.map((finding) => [printRef(finding.subject), finding])).values()];
  const origin =
    highest.source.from === "object" ? printRef(highest.source.object) : (findings[0]?.details["origin"] ?? "the route");
  const workloads = running.map(
    (finding) => `${printRef(finding.subject)} (preStop sleep ${finding.actual ?? 0} s, needs ${finding.required ?? 0} s)`,
  );
  const restarts = running.map(({ subject }) => restartWords(subject));
  return [
    `Running Pods do not sleep long enough for a deregistration delay of ${highest.value} s: ${workloads.join(", ")}.`,
    "Requests to a target that is still draining fail once its Pod has stopped.",
    `To fix: 1. annotate ${origin} with ${keys.nextDeregistrationDelay}: "${highest.value}"; 2. restart the workloads (${restarts.join("; ")}); 3. raise the delay. [prestop-outlives-deregistration]`,
  ].join(" ");
}
