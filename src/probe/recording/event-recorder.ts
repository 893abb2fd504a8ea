/** Records one kind of events for as long as a probe runs: Pods and endpoints of a cluster, or the health of targets. */
export interface EventRecorder {
  /** Resolves when the state at the beginning is recorded. @throws Error, in one sentence, where nothing can be recorded */
  start(): Promise<void>;
  /** Resolves when nothing more is recorded. */
  stop(): Promise<void>;
  /** What is not recorded, and why, in sentences. */
  readonly problems: readonly string[];
  /** How often its source could not be heard, and for how long at most, in milliseconds. */
  readonly interruptions: { readonly count: number; readonly longestMs: number };
}
