/** What something was, from one moment to another. */
export interface Span<S extends string> {
  readonly state: S;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Lane<S extends string> {
  readonly name: string;
  readonly spans: readonly Span<S>[];
}

/** Turns "from now on it is …" into bars over time. */
export class SpanRecorder<S extends string> {
  readonly #lanes = new Map<
    string,
    { readonly spans: Span<S>[]; open: { readonly state: S; readonly fromMs: number } | undefined }
  >();

  /** `state` undefined: it is no more. */
  note(name: string, state: S | undefined, atMs: number): void {
    const lane = this.#lanes.get(name) ?? { spans: [], open: undefined };
    this.#lanes.set(name, lane);
    if (lane.open?.state === state) return;
    if (lane.open !== undefined) lane.spans.push({ ...lane.open, toMs: atMs });
    lane.open = state === undefined ? undefined : { state, fromMs: atMs };
  }

  /** What there was between two moments, in the order of first appearance. */
  lanes(fromMs: number, toMs: number): readonly Lane<S>[] {
    return [...this.#lanes]
      .map(([name, { spans, open }]) => ({ name, spans: [...spans, ...(open === undefined ? [] : [{ ...open, toMs }])] }))
      .map(({ name, spans }) => ({
        name,
        spans: spans
          .filter((span) => span.toMs > fromMs && span.fromMs < toMs)
          .map((span) => ({ ...span, fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) })),
      }))
      .filter(({ spans }) => spans.length > 0);
  }
}

/** The longest time between two moments in which no lane was in the state. */
export function longestWithout<S extends string>(lanes: readonly Lane<S>[], state: S, fromMs: number, toMs: number): number {
  const spans = lanes
    .flatMap((lane) => lane.spans)
    .filter((span) => span.state === state)
    .sort((a, b) => a.fromMs - b.fromMs);
  let coveredMs = fromMs;
  let longestMs = 0;
  for (const span of spans) {
    longestMs = Math.max(longestMs, span.fromMs - coveredMs);
    coveredMs = Math.max(coveredMs, span.toMs);
  }
  return Math.max(longestMs, toMs - coveredMs);
}
