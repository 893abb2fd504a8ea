import type { Output } from "#cli/io.ts";
import type { LogProgress } from "#log-files/read-logs.ts";
import { counted } from "#trace/report/numbers.ts";

/** A terminal is written to only every so many bytes: drawing must not cost more than reading. */
const bytesApart = 32 * 1024 * 1024;

export interface TraceProgress {
  readonly onProgress: (progress: LogProgress) => void;
  /** Clears the line, so that what follows is not appended to it. */
  readonly done: () => void;
}

export function traceProgress(stderr: Output, quiet: boolean): TraceProgress {
  if (quiet || stderr.isTTY !== true) return { onProgress: () => {}, done: () => {} };
  let drawnAt = -bytesApart;
  const draw = (text: string): unknown => stderr.write(`\r\u001b[K${text}`);
  return {
    onProgress: ({ filesDone, files, rows, bytes }) => {
      if (bytes - drawnAt < bytesApart) return;
      drawnAt = bytes;
      draw(`${filesDone} of ${counted(files, "file")}, ${counted(rows, "request")} read`);
    },
    done: () => draw(""),
  };
}
