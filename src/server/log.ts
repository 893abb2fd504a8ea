import { type DestinationStream, type Logger, pino } from "pino";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import { harmlessJson } from "#wording/printable.ts";
import type { AdmissionObserver } from "./admission-observer.ts";
import type { LineOutput } from "./buffered-output.ts";
import { decisionLines, rounded } from "./observers/decision-line.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;

export type LogLevel = (typeof logLevels)[number];

export type Log = Logger;

/** JSON lines; standard output in the product, see `bufferedOutput`. */
export const createLog = (level: LogLevel, stream: DestinationStream): Log =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    { write: (line) => stream.write(harmlessJson(line)) },
  );

/**
 * One line a decision; it names the object and contains nothing of its body.
 * These lines go to the stream past pino, in its form: under load pino took 10 µs of processor time for each, JSON.stringify two.
 */
export function logDecisions(log: Log, stream: LineOutput): AdmissionObserver {
  const time = isoTime();
  const decisionLine = decisionLines();
  const writeLater = stream.writeLater ?? ((line: () => string) => stream.write(line()));
  return {
    decided: (record, durationMs) => {
      const level = wentWrong(record) ? "warn" : "info";
      if (!log.isLevelEnabled(level)) return;
      const nowMs = Date.now();
      writeLater(() => decisionLine(level, time(nowMs), record, durationMs));
    },
    late: (endpoint, overdueMs) =>
      log.warn({ webhook: endpoint, overdueMs: rounded(overdueMs) }, "response sent after the API server's timeout"),
    failed: (endpoint, error) => log.error({ webhook: endpoint, error: error.message, stack: error.stack }, "decision failed"),
    refused: (code, message) => log.warn({ code, message }, "request rejected"),
    // Anyone who can reach the port sets the rate, so these are counted and not logged.
    rejected: () => {},
  };
}

/** Under load many lines fall into one millisecond; its text is made once. */
function isoTime(): (nowMs: number) => string {
  let lastMs = Number.NaN;
  let text = "";
  return (nowMs) => {
    if (nowMs !== lastMs) {
      lastMs = nowMs;
      text = new Date(nowMs).toISOString();
    }
    return text;
  };
}

function wentWrong({ result, error }: DecisionRecord): boolean {
  return result === "failed-open" || result === "failed-closed" || result === "malformed" || error !== undefined;
}
