/** As many as a sentence holds; whoever reads it knows the rest by then, and each may be of any length. */
const mostNamed = 5;

/** `a, b, c, d, e and 12 more`, in time that does not grow with what is left out. */
export function nameSome(names: Iterable<string>, count: number, between = ", "): string {
  const named: string[] = [];
  for (const name of names) {
    if (named.length === mostNamed) break;
    named.push(name);
  }
  const rest = count - named.length;
  return rest > 0 ? `${named.join(between)} and ${rest} more` : named.join(between);
}
