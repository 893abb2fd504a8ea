/** How a request is requested, as far as its duration differs by it. */
export const methods = ["GET", "POST", "PUT", "other"] as const;

/** What the load balancer did with a request, by the last action of its rule. */
export const rowActions = ["forward", "own-answer", "waf", "authenticate", "none"] as const;
export type RowAction = (typeof rowActions)[number];

/**
 * One request of an access log. Times are milliseconds since 1970, durations milliseconds, -1 where the log has none. Texts are numbers
 * of the tables they are kept in. One row is filled again and again, so whoever keeps something of it copies it.
 */
export interface AccessRow {
  webSocket: boolean;
  /** When the response was ready. */
  doneMs: number;
  /** When the request arrived. */
  createdMs: number;
  loadBalancer: number;
  targetGroup: number;
  /** -1 where no target was chosen. */
  target: number;
  node: number;
  requestMs: number;
  targetMs: number;
  responseMs: number;
  /** 0 stands for `000`, -1 for none. */
  status: number;
  targetStatus: number;
  method: number;
  /** Index in {@link rowActions}; read for failures only. */
  action: number;
  /** -1 for none; read for failures only. */
  errorReason: number;
  /** The same for requests for one path; read for failures only. */
  pathHash: number;
  clientHash: number;
  /** Two independent halves of what tells a row apart from all others; read for failures only. */
  hashA: number;
  hashB: number;
}

export const emptyRow = (): AccessRow => ({
  webSocket: false,
  doneMs: 0.5,
  createdMs: 0.5,
  loadBalancer: -1,
  targetGroup: -1,
  target: -1,
  node: -1,
  requestMs: -1,
  targetMs: -1,
  responseMs: -1,
  status: -1,
  targetStatus: -1,
  method: 0,
  action: 0,
  errorReason: -1,
  pathHash: 0,
  clientHash: 0,
  hashA: 0,
  hashB: 0,
});

/** A response that the load balancer made up for a failure, or a client that gave up: 5xx, 460 and 000. */
export const isFailure = (row: Pick<AccessRow, "status">): boolean =>
  (row.status >= 500 && row.status <= 599) || row.status === 460 || row.status === 0;
