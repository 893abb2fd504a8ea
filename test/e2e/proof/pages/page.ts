import type { ProofSet } from "../proof-set.ts";

/** A page of the docs that shows runs. */
export interface Page {
  /** Of its file without `.md`, and of the folder of its pictures. */
  readonly name: string;
  readonly introduction: string;
  readonly conclusion: (sets: readonly ProofSet[]) => string;
}
