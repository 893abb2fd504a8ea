import { write, writeSync } from "node:fs";
import type { DestinationStream } from "pino";

export interface LineOutput extends DestinationStream {
  /** Takes a line that is not made yet; an output that writes at once need not have this. */
  writeLater?(line: () => string): void;
}

export interface BufferedOutput extends LineOutput {
  /** Asks for the line when its block is written: lines made in a row are cheaper than one between every two requests. */
  writeLater(line: () => string): void;
  /** Writes what waits before it returns, for the end of the process. */
  flushSync(): void;
}

/** So many lines of decisions fit into a pipe of Linux (64 KiB); that many are written at once. */
const blockLines = 100;

/** A line waits this long at most. */
const longestWaitMs = 500;

/** Before a full pipe is tried again. */
const retryMs = 20;

/**
 * Collects lines and writes them in blocks, one write at a time, without ever holding up the event loop: a reader of standard
 * output that stops reading must not stop admission. pino's own destination does that too, at 4 µs a line, twice what the line costs.
 */
export function bufferedOutput(fd: number): BufferedOutput {
  let waiting: (() => string)[] = [];
  let writing = false;
  let timer: NodeJS.Timeout | undefined;

  const takeBlock = (): Buffer => {
    const lines = waiting;
    waiting = [];
    return Buffer.from(lines.map((line) => line()).join(""));
  };
  const start = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (writing || waiting.length === 0) return;
    writing = true;
    rest(takeBlock());
  };
  const startWhenDue = (): void => {
    if (waiting.length >= blockLines) start();
    else timer ??= setTimeout(start, longestWaitMs).unref();
  };
  const rest = (block: Buffer): void => {
    write(fd, block, (error, written) => {
      if (error?.code === "EAGAIN") return void setTimeout(() => rest(block), retryMs);
      if (error === null && written < block.length) return rest(block.subarray(written));
      // With standard output gone there is nowhere left to say so.
      writing = false;
      if (waiting.length > 0) startWhenDue();
    });
  };
  const writeLater = (line: () => string): void => {
    waiting.push(line);
    startWhenDue();
  };

  return {
    write: (line) => writeLater(() => line),
    writeLater,
    flushSync: () => {
      if (waiting.length > 0) writeSync(fd, takeBlock());
    },
  };
}
