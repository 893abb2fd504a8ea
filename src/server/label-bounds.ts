/**
 * Whoever reaches the port may post a review with any kind and operation in it, and each new label value is a time series forever:
 * what is not expected is counted as `other`.
 */
export const oneOf = (expected: readonly string[]): ((value: string) => string) => {
  const known = new Set(expected);
  return (value) => (known.has(value) ? value : "other");
};

/** For codes that we write ourselves: passes the first `limit` different ones, in case one of them is not as closed as believed. */
export function capCardinality(limit: number): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (seen.size >= limit) return "other";
    seen.add(value);
    return value;
  };
}

export const labelledOperations: readonly string[] = ["CREATE", "UPDATE", "DELETE", "CONNECT"];
