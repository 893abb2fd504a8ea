import { lasting, type Target } from "./target.ts";
import { ownCutOf, sigtermAt, type Termination } from "./termination.ts";

/** Pods that serve until they are deleted at `deletedAt` seconds. */
export function goingAt(pods: number, deletedAt: number, termination: Termination): Target {
  const cut = ownCutOf(termination);
  return {
    ...lasting(pods),
    deregisteredAt: deletedAt,
    deregistrationDelay: termination.deregistrationDelay ?? Number.POSITIVE_INFINITY,
    delayCuts: termination.deregistrationDelay !== undefined,
    down: { from: deletedAt + sigtermAt(termination), to: Number.POSITIVE_INFINITY },
    cut: { by: cut.by, at: deletedAt + cut.at },
  };
}
