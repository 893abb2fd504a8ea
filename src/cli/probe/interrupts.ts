/** What `process` is to a command that ends early on a signal. */
export interface SignalSource {
  on(signal: "SIGTERM" | "SIGINT", listener: () => void): unknown;
  off(signal: "SIGTERM" | "SIGINT", listener: () => void): unknown;
}

/** The first signal ends the load, the second one also what is under way. The report is written either way. */
export interface Interrupts {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** Takes the listeners back. */
  readonly done: () => void;
}

export function listenForInterrupts(signals: SignalSource): Interrupts {
  const [stop, abort] = [new AbortController(), new AbortController()];
  const onSignal = (): void => (stop.signal.aborted ? abort : stop).abort();
  signals.on("SIGINT", onSignal);
  signals.on("SIGTERM", onSignal);
  return {
    stop: stop.signal,
    abort: abort.signal,
    done: () => {
      signals.off("SIGINT", onSignal);
      signals.off("SIGTERM", onSignal);
    },
  };
}
