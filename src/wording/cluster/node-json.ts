import { printSource } from "#model/findings/sourced.ts";
import type { NodeGroup } from "#model/nodes/node-group.ts";
import type { NodeGroupDocument } from "#model/reports/v1alpha1.ts";

export const nodeJson = ({ name, bounds, stopsAtOnce }: NodeGroup): NodeGroupDocument => ({
  name,
  bounds: bounds.map(({ end, seconds, source }) => ({ end, seconds, source: printSource(source) })),
  stopsAtOnce,
});
