import type { RequestResult } from "./request-result.ts";

/** A steady load: requests begin at a fixed rate whatever becomes of earlier ones. */
export interface Load {
  readonly start: (urls: readonly string[], perSecond: number) => RunningLoad;
}

export interface RunningLoad {
  /** Begins no more requests, waits for those that are under way, and gives all in the order in which they began. */
  readonly stop: () => Promise<readonly RequestResult[]>;
  /** Ends it at once, results or not. */
  readonly kill: () => void;
}
