import { printSource } from "#model/findings/sourced.ts";
import type { NodeBound, NodeEnd, NodeGroup } from "#model/nodes/node-group.ts";

const names: Readonly<Record<NodeEnd, string>> = {
  "spot-interruption": "spot interruption",
  "node-pool-drain": "drain by Karpenter",
  "kubelet-shutdown": "shutdown of the kubelet",
  "scale-down": "scale-down by Cluster Autoscaler",
  "node-group-update": "update of the node group",
};

/** A cluster may have hundreds of groups; the ones that allow least come first. */
const mostGroups = 12;

/** One line for each group of nodes, without a full stop; the tightest first. */
export function nodeLines(groups: readonly NodeGroup[]): readonly string[] {
  const least = ({ bounds }: NodeGroup): number => Math.min(...bounds.map(({ seconds }) => seconds));
  const lines = groups.toSorted((a, b) => least(a) - least(b)).map(lineOf);
  const rest = lines.length - mostGroups;
  return rest > 0 ? [...lines.slice(0, mostGroups), `${rest} other groups that allow as much or more`] : lines;
}

function lineOf({ name, bounds, stopsAtOnce }: NodeGroup): string {
  const allowed = bounds.toSorted((a, b) => a.seconds - b.seconds).map(boundText);
  const waits = allowed.length === 0 ? "a drain waits for the whole grace period" : allowed.join("; ");
  return `${name}: ${waits}${stopsAtOnce ? "; a machine that stops without a drain does not wait for its Pods" : ""}`;
}

const boundText = ({ end, seconds, source }: NodeBound): string => `${names[end]} allows ${seconds} s (${printSource(source)})`;
