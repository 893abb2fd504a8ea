/** How fast one replica writes, so that the API server does not notice it. */
export interface WritePace {
  /** Between two writes. */
  readonly writeMs: number;
  /** Before what has failed is tried again. */
  readonly retryMs: number;
  /** The longest that one write takes; none is begun where the leadership may end sooner. */
  readonly requestMs: number;
  /** Before the server is asked again which API for reports it has, where it had none. */
  readonly discoverMs: number;
}

/** Five writes a second: a thousand reports take three minutes. */
export const defaultWritePace: WritePace = { writeMs: 200, retryMs: 5_000, requestMs: 5_000, discoverMs: 60_000 };
