import type { Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { keys } from "#model/settings/keys.ts";
import { findingText } from "./finding-text.ts";
import { restartWords } from "./restart-words.ts";

/**
 * One message that explains itself, because kubectl shows nothing else of a denial: what, why, what to do.
 * Several findings are put one after the other; a raised delay gets the order in which it can be raised.
 */
export function denialText(because: readonly Finding[]): string {
  const raised = because.filter(raisesDelay);
  const rest = because.filter((finding) => !raisesDelay(finding));
  return [...(raised.length === 0 ? [] : [raisedDelayText(raised)]), ...rest.map(sentence)].join("; also: ");
}

function sentence(finding: Finding): string {
  const { what, why, todo } = findingText(finding);
  return `${what}: ${why}; ${todo} [${finding.rule}]`;
}

const raisesDelay = ({ rule, because }: Finding): boolean =>
  rule === "prestop-outlives-deregistration" && because.some(({ name }) => name === "deregistrationDelay");

/** Pods are sized when they are created, so the way up is: announce, restart, raise. */
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
    `the deregistration delay of ${highest.value} s is longer than running Pods stay after they are deregistered: ${workloads.join(", ")}`,
    "requests to a target that still drains fail once its Pod is gone",
    `first annotate ${origin} with ${keys.nextDeregistrationDelay}: "${highest.value}", then restart the workloads (${restarts.join("; ")}), then raise the delay [prestop-outlives-deregistration]`,
  ].join("; ");
}
