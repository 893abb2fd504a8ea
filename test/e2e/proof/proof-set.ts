import type { ProofPace } from "./pace.ts";
import type { Finished } from "./proof.ts";

/** Runs at one pace. */
export interface ProofSet {
  readonly pace: ProofPace;
  readonly finished: readonly Finished[];
}
