import { appendFileSync, closeSync, fstatSync, openSync, readSync, truncateSync } from "node:fs";
import type { Recorder } from "./record.ts";

const MOST_BYTES = 4 << 20;

/** Counts the warnings and errors in a replica's log, keeps them in a file, and empties the log as a kubelet would exchange it. */
export function logReader(file: string, keepIn: string, replica: string, recorder: Recorder): () => void {
  let offset = 0;
  let rest = "";
  return () => {
    const text =
      rest +
      readFrom(file, offset, (next) => {
        offset = next;
      });
    const end = text.lastIndexOf("\n") + 1;
    rest = text.slice(end);
    const counts = new Map<string, { readonly level: string; readonly message: string; count: number }>();
    for (const line of text.slice(0, end).split("\n")) {
      const read = readLine(line);
      if (read === undefined) continue;
      appendFileSync(keepIn, `${replica} ${line}\n`);
      const key = `${read.level} ${read.message}`;
      const before = counts.get(key);
      counts.set(key, { ...read, count: (before?.count ?? 0) + 1 });
    }
    for (const each of counts.values()) recorder.write({ kind: "log", replica, ...each });
    if (offset > MOST_BYTES) {
      truncateSync(file, 0);
      offset = 0;
      rest = "";
    }
  };
}

function readFrom(file: string, offset: number, moved: (offset: number) => void): string {
  const descriptor = openSync(file, "r");
  try {
    const size = fstatSync(descriptor).size - offset;
    if (size <= 0) return "";
    const buffer = Buffer.alloc(size);
    const read = readSync(descriptor, buffer, 0, size, offset);
    moved(offset + read);
    return buffer.toString("utf8", 0, read);
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined for what nobody has to look at. What is no line of the log, such as the trace of a crash, is an error. */
function readLine(line: string): { readonly level: string; readonly message: string } | undefined {
  if (line === "") return undefined;
  try {
    const { level, msg, reason, kind, error } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (level !== "warn" && level !== "error" && level !== "fatal") return undefined;
    const more = [kind, reason, error].filter((each) => typeof each === "string").join(" ");
    return { level, message: `${msg} ${more}`.trim().slice(0, 300) };
  } catch {
    return { level: "not-json", message: line.slice(0, 200) };
  }
}
