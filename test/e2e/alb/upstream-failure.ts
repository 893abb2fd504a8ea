/** Why a target gave no whole answer, and what the client is told. */
export type UpstreamFailure =
  /** Nobody answers at the address: an ALB gives up after its connect timeout. */
  | { readonly kind: "no-connection"; readonly status: 504 }
  /** Silent for longer than the idle timeout. */
  | { readonly kind: "silent"; readonly status: 504 }
  /** Connection refused, reset, or closed with the request outstanding. */
  | { readonly kind: "closed"; readonly status: 502 }
  /** The deregistration delay ended with the request under way. */
  | { readonly kind: "delay-over"; readonly status: 502 };

/** "HTTP 502" and "HTTP 504" of "Troubleshoot your Application Load Balancers". */
export const failures = {
  "no-connection": { kind: "no-connection", status: 504 },
  silent: { kind: "silent", status: 504 },
  closed: { kind: "closed", status: 502 },
  "delay-over": { kind: "delay-over", status: 502 },
} as const satisfies { readonly [K in UpstreamFailure["kind"]]: UpstreamFailure };

/**
 * A neighbour on the same network answers for an address that is gone ("no route to host"). In a VPC packets to the address of a
 * Pod that is gone are dropped and the client waits for the whole connect timeout.
 */
export const isUnanswered = (error: Error): boolean =>
  ["EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "EHOSTDOWN"].includes((error as NodeJS.ErrnoException).code ?? "");
