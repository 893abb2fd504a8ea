import { seconds } from "#model/findings/seconds.ts";
import type { Source } from "#model/findings/sourced.ts";
import type { NodeBound } from "#model/nodes/node-group.ts";

/** EC2 gives two minutes' notice before it takes a spot instance back, whatever still runs on it. */
export const spotInterruption = (source: Source): NodeBound => ({ end: "spot-interruption", seconds: seconds(120), source });
