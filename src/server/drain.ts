import type { Timers } from "#clock/clock.ts";
import { printSeconds, type Seconds } from "#model/findings/seconds.ts";

/**
 * The time between the shutdown signal and the exit, in which requests still arrive: kube-proxy and the API server's resolver
 * learn of an unready endpoint some seconds after it became so.
 */
export interface Drain {
  /** Starts the time; a second call changes nothing. */
  begin(): void;
  begun(): boolean;
  /** Resolves when the time is over, at once if it never began. */
  over(): Promise<void>;
  /** For readiness: set from the beginning on. */
  notReadyReason(): string | undefined;
}

export function createDrain(length: Seconds, clock: Timers): Drain {
  let running: Promise<void> | undefined;
  return {
    begin: () => {
      running ??= new Promise((resolve) => clock.after(length * 1000, resolve));
    },
    begun: () => running !== undefined,
    over: () => running ?? Promise.resolve(),
    notReadyReason: () => (running === undefined ? undefined : `draining for ${printSeconds(length)} before exit`),
  };
}
