/** One request of the load as its client saw it. */
export interface RequestResult {
  /** Milliseconds since 1970 of its beginning. */
  readonly atMs: number;
  readonly latencyMs: number;
  /** 0 where there was no whole answer. */
  readonly status: number;
  /** Empty where there was none. */
  readonly error: string;
}

/** As vegeta counts: 2xx and 3xx, without an error. */
export const succeeded = ({ status, error }: RequestResult): boolean => status >= 200 && status < 400 && error === "";
