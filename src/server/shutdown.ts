import type { Timers } from "#clock/clock.ts";
import { plus, type Seconds, seconds } from "#model/findings/seconds.ts";
import type { Drain } from "./drain.ts";

/** What `process` is to us. */
export interface SignalSource {
  on(signal: "SIGTERM" | "SIGINT", listener: (signal: string) => void): unknown;
  off(signal: "SIGTERM" | "SIGINT", listener: (signal: string) => void): unknown;
}

export type ShutdownEvent =
  | { readonly event: "draining"; readonly signal: string }
  | { readonly event: "connections-cut" }
  | { readonly event: "not-over" }
  | { readonly event: "failed"; readonly error: unknown }
  | { readonly event: "over" }
  | { readonly event: "second-signal"; readonly signal: string };

export interface ShutdownParts {
  readonly signals: SignalSource;
  readonly clock: Timers;
  readonly drain: Drain;
  readonly server: { close(): Promise<void>; cutConnections(): void };
  /** Ends what the server needed: watches, the metrics port, timers. */
  readonly closeRest: () => Promise<void>;
  /** From the signal until connections are cut that a slow or silent client keeps open; more than the drain takes. */
  readonly maximum: Seconds;
  readonly exit: (code: number) => void;
  readonly onEvent: (event: ShutdownEvent) => void;
}

/** From cut connections to a clean end; what takes longer hangs. */
const lastWait = seconds(1);

/**
 * On SIGTERM or SIGINT: unready at once, serving until the drain is over, then an end without a broken request.
 * A second signal ends the process there and then.
 *
 * @returns takes the signal handlers back
 */
export function endOnSignal(parts: ShutdownParts): () => void {
  const onSignal = (signal: string): void => {
    if (!parts.drain.begun()) {
      void end(parts, signal);
      return;
    }
    parts.onEvent({ event: "second-signal", signal });
    parts.exit(1);
  };
  parts.signals.on("SIGTERM", onSignal);
  parts.signals.on("SIGINT", onSignal);
  return () => {
    parts.signals.off("SIGTERM", onSignal);
    parts.signals.off("SIGINT", onSignal);
  };
}

async function end(parts: ShutdownParts, signal: string): Promise<void> {
  const { clock, drain, server, onEvent } = parts;
  drain.begin();
  onEvent({ event: "draining", signal });
  const cancelCut = clock.after(parts.maximum * 1000, () => {
    onEvent({ event: "connections-cut" });
    server.cutConnections();
  });
  const cancelExit = clock.after(plus(parts.maximum, lastWait) * 1000, () => {
    onEvent({ event: "not-over" });
    parts.exit(1);
  });
  const code = await closed(parts);
  cancelCut();
  cancelExit();
  parts.exit(code);
}

async function closed({ server, closeRest, onEvent }: ShutdownParts): Promise<0 | 1> {
  try {
    await server.close();
    await closeRest();
    onEvent({ event: "over" });
    return 0;
  } catch (error) {
    onEvent({ event: "failed", error });
    return 1;
  }
}
