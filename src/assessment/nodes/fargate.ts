import type { NodeGroup } from "#model/nodes/node-group.ts";

/** A machine for one Pod: it is evicted with its own grace period and takes nothing else down. */
export const fargate: NodeGroup = { name: "Fargate", bounds: [], stopsAtOnce: false };
