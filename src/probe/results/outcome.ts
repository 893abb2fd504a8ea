export const connectionKinds = ["fresh", "kept"] as const;
export type ConnectionKind = (typeof connectionKinds)[number];

/** Why there is no whole response. */
export const requestErrors = ["connect", "reset", "timeout", "tls", "other"] as const;
export type RequestError = (typeof requestErrors)[number];

/** Who wrote the response, as far as its headers say. */
export type Responder = "load-balancer" | "application" | "unknown";

/** What became of one request. Moments are milliseconds since 1970, durations milliseconds. */
export interface Outcome {
  readonly sentMs: number;
  readonly durationMs: number;
  /** Of the load balancer's node. */
  readonly address: string;
  readonly connection: ConnectionKind;
  /** 0 where no response came. */
  readonly status: number;
  readonly error: RequestError | undefined;
  /** The request was handed to a connection. */
  readonly sent: boolean;
  readonly responder: Responder;
  /** Name of the Pod, where the application names itself. */
  readonly pod: string | undefined;
}
