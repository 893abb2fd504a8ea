import type { Outcome } from "#probe/results/outcome.ts";
import type { RecordingLine } from "#trace/events/recording.ts";
import { printUtc } from "#trace/time/utc.ts";

/** A request as a recording holds it: neither its URL nor anything of its response but the status and the Pod's name. */
export const requestLine = ({ sentMs, durationMs, status, error, connection, address, pod }: Outcome): RecordingLine => ({
  kind: "request",
  at: printUtc(sentMs),
  durationMs: Math.round(durationMs),
  status,
  error,
  connection,
  node: address,
  pod,
});
