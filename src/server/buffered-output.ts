import { write, writeSync } from "node:fs";
import type { DestinationStream } from "pino";

export interface LineOutput extends DestinationStream {
  /** Takes a line that is not made yet; an output that writes at once need not have this. */
  writeLater?(line: () => string): void;
}

export interface BufferedOutput extends LineOutput {
  /** Asks for the line when its block is written: lines made in a row are cheaper than one between every two requests. */
  writeLater(line: () => string): void;
  /** Lines dropped so far, because too many were waiting or standard output failed. */
  droppedLines(): number;
  /** Writes what waits before it returns, for the end of the process; gives up where nothing takes it. */
  flushSync(): void;
}

/** So many lines of decisions fit into a pipe of Linux (64 KiB); that many are written at once. */
const blockLines = 100;

/** A block that is stuck is held besides the lines that wait. */
const mostInBlock = 1_000;

/** A line waits this long at most. */
const longestWaitMs = 500;

/** Before a full pipe is tried again. */
const retryMs = 20;

/** At the end of the process a full pipe is tried this often, for a second in all. */
const lastRetries = 50;

/** Some seconds of decisions under full load, and 5 to 20 MiB of memory. */
const defaultMostWaiting = 10_000;

/**
 * Collects lines and writes them in blocks, one write at a time, without ever holding up the event loop: a reader of standard
 * output that stops reading must not stop admission. Nor may it use up the memory: past a number of waiting lines, new ones are dropped.
 * pino's own destination writes without waiting too, at 4 µs a line, twice what the line costs.
 */
export function bufferedOutput(fd: number, mostWaiting: number = defaultMostWaiting): BufferedOutput {
  const waiting: (() => string)[] = [];
  let dropped = 0;
  let noticed = 0;
  /** Dropped lines that the block under way tells of. */
  let noticing = 0;
  let atLineStart = true;
  let writing = false;
  /** What a full pipe has not taken yet. */
  let unsent: Buffer | undefined;
  let timer: NodeJS.Timeout | undefined;

  const takeBlock = (): Buffer => {
    const lines = waiting.splice(0, mostInBlock).map((line) => line());
    noticing = dropped - noticed;
    if (noticing > 0) lines.push(droppedNotice(noticing));
    noticed = dropped;
    // What an earlier block began and could not end is no part of the next line.
    return Buffer.from(`${atLineStart ? "" : "\n"}${lines.join("")}`);
  };
  const wrote = (block: Buffer, bytes: number): void => {
    if (bytes > 0) atLineStart = block[bytes - 1] === newline;
  };
  /** Standard output is gone or its disk full: there is nowhere to say so until it takes lines again. */
  const lose = (block: Buffer): void => {
    const begun = !atLineStart && block[0] === newline ? 1 : 0;
    dropped += block.reduce((lines, byte) => (byte === newline ? lines + 1 : lines), 0) - begun - (noticing > 0 ? 1 : 0);
    noticed -= noticing;
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
    unsent = undefined;
    write(fd, block, (error, written) => {
      if (error?.code === "EAGAIN") {
        unsent = block;
        setTimeout(() => rest(block), retryMs);
        return;
      }
      if (error === null) {
        wrote(block, written);
        if (written < block.length) return rest(block.subarray(written));
      } else lose(block);
      writing = false;
      if (waiting.length > 0) startWhenDue();
    });
  };
  const writeLater = (line: () => string): void => {
    if (waiting.length >= mostWaiting) {
      dropped += 1;
      return;
    }
    waiting.push(line);
    startWhenDue();
  };

  return {
    write: (line) => writeLater(() => line),
    writeLater,
    droppedLines: () => dropped,
    flushSync: () => {
      let block = unsent;
      unsent = undefined;
      while (block !== undefined || waiting.length > 0) {
        if (!writeAll(fd, block ?? takeBlock())) return;
        block = undefined;
      }
    },
  };
}

const newline = "\n".charCodeAt(0);

const droppedNotice = (lines: number): string =>
  `${JSON.stringify({ level: "warn", time: new Date().toISOString(), lines, msg: "log lines were dropped: standard output took no more" })}\n`;

/** False where it could not be written: the reader is stuck or gone, or the disk is full. */
function writeAll(fd: number, block: Buffer): boolean {
  let left = block;
  for (let tries = 0; left.length > 0 && tries < lastRetries; ) {
    try {
      left = left.subarray(writeSync(fd, left));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return false;
      tries += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
  }
  return left.length === 0;
}
