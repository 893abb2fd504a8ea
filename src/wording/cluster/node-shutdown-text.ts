import type { Amount, Finding } from "#model/findings/finding.ts";
import { printSource } from "#model/findings/sourced.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { NodeEnd } from "#model/nodes/node-group.ts";
import { printAmount } from "#wording/amount-text.ts";

interface Text {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

const ends: Readonly<Record<NodeEnd, string>> = {
  "spot-interruption": "EC2 takes the machine back after that time, whatever still runs on it",
  "node-pool-drain": "Karpenter deletes the Pods of a draining node so that they end within that time",
  "kubelet-shutdown": "a kubelet that shuts down kills the Pod before its grace period ends",
  "scale-down": "Cluster Autoscaler evicts with no longer grace period than that",
  "node-group-update": "EKS waits that long for the Pods of a node that it replaces, then forces or fails the update",
};

/** A rule about nodes of the cluster where they are known, else about the setting `nodeShutdown`. */
export function nodeShutdownText(finding: Finding): Text {
  const { details, subject, because, actual } = finding;
  const budget = because.find(({ name }) => name === "nodeShutdown");
  const grace = because.find(({ name }) => name === "gracePeriod");
  const who = printRef(subject);
  const nodes = details["nodes"];
  const end = details["end"] ?? "";
  const why = Object.hasOwn(ends, end)
    ? ends[end as NodeEnd]
    : "a node that shuts down or is interrupted kills the Pod before its grace period ends";
  if (details["targets"] === "nodes") {
    return {
      what: `${who} drains node targets for ${actual ?? 0} s, but ${nodes ?? ""} allow ${allowance(budget)}`,
      why: "requests through a node are cut when it ends, also those that Pods on other nodes serve",
      todo: "use ip targets, or run the Pods on nodes that allow more",
    };
  }
  const what =
    nodes === undefined
      ? `${who}: ${printed(grace)} is longer than ${printed(budget)}`
      : `${who} needs ${allowance(grace)}, but ${nodes} allow ${allowance(budget)}`;
  const todo =
    details["tooLong"] === "grace"
      ? "shorten the grace period and the preStop hook, or raise the budget of the nodes"
      : "raise the shutdown budget of the nodes, or shorten the longest request";
  return { what, why, todo: nodes === undefined ? todo : `${todo}, or keep the Pods off them` };
}

const printed = (amount: Amount | undefined): string => (amount === undefined ? "no grace period" : printAmount(amount));

const allowance = (amount: Amount | undefined): string =>
  amount === undefined ? "an unknown time" : `${amount.value} s (${printSource(amount.source)})`;
