import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import type { Timers } from "#clock/clock.ts";

/** Calls back after anything may have changed; the result ends that. */
export type Changes = (changed: () => void) => () => void;

/**
 * Watches the directories, not the files: the kubelet updates a mounted Secret or ConfigMap by renaming the link `..data` that the
 * file names lead through (AtomicWriter, Kubernetes 1.36), so that a watched file would see its removal and nothing ever after.
 */
export const fileChanges =
  (files: readonly string[]): Changes =>
  (changed) => {
    const watchers = [...new Set(files.map(dirname))].map((directory) => watchDirectory(directory, changed));
    return () => {
      for (const watcher of watchers) watcher?.close();
    };
  };

/** Nodes run out of inotify watches; whoever follows looks from time to time anyway, so that being unable to watch is no error. */
function watchDirectory(directory: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(directory, { persistent: false }, () => changed());
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

export interface Pace {
  readonly clock: Timers;
  /** How long files must rest before they are read, so that several are of one write. */
  readonly settleMs?: number | undefined;
  /** How often to look where no change was noticed. */
  readonly pollMs?: number | undefined;
}

/** Runs `look` when the source has rested after a change, and every so often. */
export function lookAfter(changes: Changes, look: () => void, { clock, settleMs = 200, pollMs = 60_000 }: Pace): () => void {
  let cancelSettle = (): void => {};
  let cancelPoll = (): void => {};
  const poll = (): void => {
    cancelPoll = clock.after(pollMs, () => {
      look();
      poll();
    });
  };
  const unwatch = changes(() => {
    cancelSettle();
    cancelSettle = clock.after(settleMs, look);
  });
  poll();
  return () => {
    unwatch();
    cancelSettle();
    cancelPoll();
  };
}
