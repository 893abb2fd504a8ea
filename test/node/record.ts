import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { isAlive } from "../control-plane/processes.ts";

/** What is up, for whoever has to clean up after a start whose process and watchdog were both killed. */
export type NodeRecord = { readonly owner: number; readonly folder: string };

// Not in a folder of the checkout: the addresses are the machine's, so one at a time is a rule for all checkouts on it.
const PATH = "/run/outlive-node.json";

export function readRecord(): NodeRecord | undefined {
  try {
    return JSON.parse(readFileSync(PATH, "utf8")) as NodeRecord;
  } catch {
    return undefined;
  }
}

/** Throws when another process has nodes up, or left a record behind. */
export function writeRecord(record: NodeRecord): void {
  writeFileSync(PATH, JSON.stringify(record), { flag: "wx" });
}

export function removeRecord(): void {
  rmSync(PATH, { force: true });
}

/** The process that has nodes up on this machine, if there is one. */
export function owner(): number | undefined {
  const record = readRecord();
  return record !== undefined && isAlive(record.owner) ? record.owner : undefined;
}
