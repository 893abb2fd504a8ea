/**
 * The end of one Pod, in seconds from its deletion (fractions allowed). No policy appears here: what fails follows from the
 * times alone, whatever ordering of them somebody prefers.
 */
export interface Termination {
  /** Zero where a container that takes requests does not sleep. */
  readonly preStop: number;
  readonly gracePeriod: number;
  /** How long new requests still reach the Pod. */
  readonly propagation: number;
  /** After this the load balancer cuts what is in flight; undefined where it cuts nothing (an NLB lets connections live on). */
  readonly deregistrationDelay: number | undefined;
  /**
   * Whether connections that are kept alive continue reaching the Pod, propagated or not, until the application closes them: where nodes
   * forward to the Pod, conntrack keeps a connection with the Pod that it was made to.
   */
  readonly keptConnections: boolean;
  /** What the application needs after SIGTERM. */
  readonly shutdown: number;
  readonly onSigterm: OnSigterm;
}

/**
 * `exits`: the application closes everything at SIGTERM. `drains`: it closes its listener and finishes what is in flight.
 * A program that ignores SIGTERM is no third case worth having: it serves on like one that sleeps, and ends at SIGKILL.
 */
export type OnSigterm = "exits" | "drains";

/** The kubelet leaves a container this long between SIGTERM and SIGKILL, even where the hook has used up the grace period. */
export const leastGraceSeconds = 2;

/** A hook is cut off when the grace period ends. */
export const sigtermAt = ({ preStop, gracePeriod }: Termination): number => Math.min(preStop, gracePeriod);

export const sigkillAt = (termination: Termination): number =>
  Math.max(termination.gracePeriod, sigtermAt(termination) + leastGraceSeconds);

/** When the Pod is gone. */
export const goneAt = (termination: Termination): number =>
  Math.min(sigtermAt(termination) + termination.shutdown, sigkillAt(termination));

export type CutBy = "exit" | "deregistration" | "sigkill";

export interface Cut {
  readonly by: CutBy;
  readonly at: number;
}

/** When the Pod itself ends what is in flight. */
export const ownCutOf = (termination: Termination): Cut =>
  termination.onSigterm === "exits" ? { by: "exit", at: sigtermAt(termination) } : { by: "sigkill", at: sigkillAt(termination) };

/**
 * What ends the requests that are still in flight, and when: whichever comes first. A load balancer that has not learned of the
 * deregistration cannot act on it, so that a delay shorter than that counts for as much.
 */
export function cutOf(termination: Termination): Cut {
  const { deregistrationDelay, propagation } = termination;
  const own = ownCutOf(termination);
  if (deregistrationDelay === undefined) return own;
  const cutAt = Math.max(deregistrationDelay, propagation);
  return cutAt < own.at ? { by: "deregistration", at: cutAt } : own;
}
