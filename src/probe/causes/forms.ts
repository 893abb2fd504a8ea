import { rowActions } from "#trace/logs/access-row.ts";
import type { Failure } from "#trace/logs/failure-store.ts";

/** What a client sees of a failure, as rows that the log of a load balancer could have for it. */
export interface FailureForms {
  readonly forms: readonly Failure[];
  /** Nothing says that a load balancer wrote the response. */
  readonly unsigned: boolean;
}

/** An Application Load Balancer waits this long for a connection. */
const connectTimeout = { leastMs: 9500, mostMs: 11_000 } as const;
/** A refused connection is reported at once. */
const refusedWithinMs = 1000;

/**
 * @param signs some response of the run was signed by an Application Load Balancer: it then signs all that it writes itself, and
 * connections are made to it, not to a Pod
 */
export function formsOf(failure: Failure, signs: boolean): FailureForms {
  const unsigned = rowActions[failure.action] === "none";
  if (failure.targetStatus >= 500) return { forms: [failure], unsigned: false };
  if (failure.status === 0) return { forms: signs ? [] : connectionForms(failure), unsigned: false };
  if (unsigned && (signs || !gatewayStatuses.has(failure.status))) {
    return { forms: [{ ...failure, targetStatus: failure.status }], unsigned: false };
  }
  return { forms: gatewayForms(failure), unsigned };
}

const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

const notSent = { requestMs: -1, targetMs: -1, responseMs: -1 } as const;

function gatewayForms(failure: Failure): readonly Failure[] {
  const durationMs = failure.doneMs - failure.createdMs;
  const broken = { ...failure, requestMs: 0, targetMs: durationMs, responseMs: -1 };
  switch (failure.status) {
    case 502:
      return durationMs < refusedWithinMs ? [{ ...failure, ...notSent }, broken] : [broken];
    case 504:
      return durationMs >= connectTimeout.leastMs && durationMs <= connectTimeout.mostMs
        ? [{ ...failure, ...notSent }]
        : [{ ...failure, requestMs: 0, targetMs: -1, responseMs: -1 }];
    default:
      return [{ ...failure, ...notSent }];
  }
}

/** Where connections are forwarded as they are, what happens to one happens at the Pod. */
function connectionForms(failure: Failure): readonly Failure[] {
  const durationMs = failure.doneMs - failure.createdMs;
  if (failure.requestMs >= 0) {
    return failure.targetMs >= 0 ? [{ ...failure, status: 502, responseMs: -1 }] : [];
  }
  if (durationMs >= connectTimeout.leastMs && durationMs <= connectTimeout.mostMs) return [{ ...failure, status: 504 }];
  return durationMs < refusedWithinMs ? [{ ...failure, status: 502 }] : [];
}
