/** Values that hold from a time on, in milliseconds since 1970. */
interface Held {
  readonly fromMs: number;
  readonly seconds: number;
}

/** How long a changed value may take to reach every replica, while nothing keeps it from doing so. */
const SETTLED_MS = 30_000;

/** Which sleeps may be given now: those that follow from what held at any time since a replica may have heard of nothing newer. */
export interface Expectations {
  readonly delay: (app: string, seconds: number) => void;
  readonly nextDelay: (app: string, seconds: number) => void;
  readonly margin: (seconds: number) => void;
  /** While replicas are cut off, whatever held when it began may still be what they know. */
  readonly cutOff: () => () => void;
  readonly allows: (app: string, sleepSeconds: number, askedMs: number) => boolean;
}

export function startExpectations(firstDelay: number, firstMargin: number, now: () => number = Date.now): Expectations {
  const delays = new Map<string, Held[]>();
  const nextDelays = new Map<string, Held[]>();
  const margins: Held[] = [{ fromMs: 0, seconds: firstMargin }];
  const cuts = new Map<symbol, number>();
  let lastCut: { readonly fromMs: number; readonly toMs: number } | undefined;

  const add = (known: Map<string, Held[]>, app: string, seconds: number): void => {
    known.set(app, [...(known.get(app) ?? []), { fromMs: now(), seconds }].slice(-50));
  };
  const knownSince = (askedMs: number): number => {
    const open = [...cuts.values()];
    const closed = lastCut !== undefined && lastCut.toMs > askedMs - SETTLED_MS ? [lastCut.fromMs] : [];
    return Math.min(askedMs, ...open, ...closed) - SETTLED_MS;
  };
  return {
    delay: (app, seconds) => add(delays, app, seconds),
    nextDelay: (app, seconds) => add(nextDelays, app, seconds),
    margin: (seconds) => void margins.push({ fromMs: now(), seconds }),
    cutOff: () => {
      const id = Symbol("cut");
      cuts.set(id, now());
      return () => {
        const fromMs = cuts.get(id) ?? now();
        cuts.delete(id);
        const chained = lastCut !== undefined && lastCut.toMs > fromMs - SETTLED_MS ? lastCut.fromMs : fromMs;
        lastCut = { fromMs: Math.min(fromMs, chained), toMs: now() };
      };
    },
    allows: (app, sleepSeconds, askedMs) => {
      const sinceMs = knownSince(askedMs);
      const margin = since(margins, sinceMs, firstMargin);
      const delay = since(delays.get(app) ?? [], sinceMs, firstDelay);
      const next = since(nextDelays.get(app) ?? [], sinceMs, 0);
      return margin.some((m) => delay.some((d) => next.some((n) => sleepSeconds === Math.max(d, n) + m)));
    },
  };
}

/** The value in force at that time and all later ones. */
function since(values: readonly Held[], sinceMs: number, first: number): readonly number[] {
  const at = values.findLastIndex(({ fromMs }) => fromMs <= sinceMs);
  return at < 0 ? [first, ...values.map(({ seconds }) => seconds)] : values.slice(at).map(({ seconds }) => seconds);
}
