import { type CutBy, cutOf, sigtermAt, type Termination } from "./termination.ts";

/** What fails when one Pod terminates; seconds from its deletion. */
export interface Failures {
  /** New requests that reach a Pod whose application has closed its listener. */
  readonly newRequests: { readonly from: number; readonly to: number } | undefined;
  /**
   * Requests in flight at `at` are cut. Those that take no longer than `safeUpTo` are done by then, however late they began; a longest
   * request that is known to be no longer rules the cut out.
   */
  readonly inFlight: { readonly by: CutBy; readonly at: number; readonly safeUpTo: number } | undefined;
}

/** `longestRequest` undefined: nobody knows, so that something may always be in flight. */
export function failuresOf(termination: Termination, longestRequest: number | undefined): Failures {
  const closed = sigtermAt(termination);
  const { propagation } = termination;
  const { by, at } = cutOf(termination);
  const lastArrival = termination.keptConnections ? closed : Math.min(closed, propagation);
  const safeUpTo = Math.max(0, at - lastArrival);
  return {
    newRequests: closed < propagation ? { from: closed, to: propagation } : undefined,
    inFlight: longestRequest !== undefined && longestRequest <= safeUpTo ? undefined : { by, at, safeUpTo },
  };
}
