/** How long requests take, as shares of all requests; what is left to 1 responds at once. Seconds, fractions allowed. */
export interface RequestLength {
  readonly share: number;
  readonly seconds: number;
}

export type RequestLengths = readonly RequestLength[];

/** Nothing is in flight at any moment: what is left of a prediction where nobody knows how long requests take. */
export const instant: RequestLengths = [];

export const longestOf = (lengths: RequestLengths): number => lengths.reduce((most, { seconds }) => Math.max(most, seconds), 0);
