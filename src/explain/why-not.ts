import type { SkipReason } from "#model/admission/decision.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { keys } from "#model/settings/keys.ts";

/** Why the webhook does nothing about a workload, and how to change that. */
export interface WhyNot {
  readonly reason: NonNullable<Explanation["outOfScope"]> | SkipReason;
  /** Two short sentences; the second ends before the command, if there is one. */
  readonly why: string;
  readonly todo: string;
  readonly command: string | undefined;
}

/** Empty where the webhook sizes the Pods of the workload. The namespace comes first: nothing else counts before it is in scope. */
export function whyNot(explanation: Explanation): readonly WhyNot[] {
  const { outOfScope, skipped } = explanation;
  return [
    ...(outOfScope === undefined ? [] : [outside(explanation, outOfScope)]),
    ...(skipped === undefined ? [] : [passedOver(explanation, skipped.reason)]),
  ];
}

function outside({ subject }: Explanation, reason: NonNullable<Explanation["outOfScope"]>): WhyNot {
  const namespace = subject.namespace ?? "default";
  const label = `kubectl label namespace ${namespace} ${keys.mode}=enforce`;
  switch (reason) {
    case "namespace-unknown":
    case "namespace-not-in-scope":
      return {
        reason,
        why: `Out of scope: Namespace ${namespace} has no label ${keys.mode}.`,
        todo: "Put it in scope",
        command: label,
      };
    case "mode-off":
      return {
        reason,
        why: `Out of scope: the mode of Namespace ${namespace} is off.`,
        todo: "Put it in scope",
        command: `${label} --overwrite`,
      };
    case "namespace-excluded":
      return {
        reason,
        why: `Out of scope: Namespace ${namespace} is one of excludedNamespaces, whatever its labels.`,
        todo: "Remove it from that setting, or move the workload to another namespace.",
        command: undefined,
      };
  }
}

function passedOver({ subject, skipped }: Explanation, reason: SkipReason): WhyNot {
  const { kind, namespace = "default", name } = subject;
  const object = `${kind.toLowerCase()}/${name}`;
  switch (reason) {
    case "not-selected-by-a-service":
      return {
        reason,
        why: "Skipped: no Service selects its Pods, so no load balancer sends them requests.",
        todo: `Ask for a sleep all the same with annotation ${keys.preStop}`,
        command: `kubectl annotate ${object} -n ${namespace} ${keys.preStop}=20s`,
      };
    case "not-long-running":
      return {
        reason,
        why: "Skipped: its Pods run to completion.",
        todo: `Ask for a sleep all the same with annotation ${keys.preStop} in the Pod template.`,
        command: undefined,
      };
    case "skipped-by-annotation":
      return {
        reason,
        why: `Skipped: annotation ${keys.skip} of ${printRef(subject)} says "${skipped?.detail ?? ""}".`,
        todo: "Remove the annotation",
        command: `kubectl annotate ${object} -n ${namespace} ${keys.skip}-`,
      };
    default:
      return {
        reason,
        why: `Skipped: enforce mode leaves its Pods as they are (${reason}).`,
        todo: "Nothing changes that.",
        command: undefined,
      };
  }
}
