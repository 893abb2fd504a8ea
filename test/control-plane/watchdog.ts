import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { join } from "node:path";

/** What the watchdog is told, one JSON object a line. */
export type WatchdogMessage =
  | { readonly watch: number }
  | { readonly forget: number }
  | { readonly afterwards: readonly string[] }
  | { readonly remove: string }
  | { readonly release: true };

export type Watchdog = {
  readonly pid: number;
  readonly watch: (pid: number) => void;
  readonly forget: (pid: number) => void;
  /** Command to run once the watched processes are gone. */
  readonly afterwards: (command: readonly string[]) => void;
  /** Folder to remove once the watched processes are gone. */
  readonly remove: (folder: string) => void;
  /** All is cleaned up: the watchdog ends and touches nothing. */
  readonly release: () => void;
};

/**
 * A process that ends what we started when we are gone, however that came: the kernel closes its standard input for us even
 * after SIGKILL. So no signal handlers are needed here, which would change what Ctrl-C does in a program that only uses us.
 */
export function startWatchdog(): Watchdog {
  const child = spawn(process.execPath, [join(import.meta.dirname, "watchdog-main.ts")], {
    detached: true,
    // NODE_OPTIONS may hold a test runner's loaders, which have no place in here.
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["pipe", "ignore", "ignore"],
  });
  if (child.pid === undefined) {
    throw new Error(`The watchdog cannot be started: ${process.execPath} does not run.`);
  }
  child.stdin.on("error", () => {});
  child.unref();
  (child.stdin as Socket).unref();
  const tell = (message: WatchdogMessage): void => void child.stdin.write(`${JSON.stringify(message)}\n`);
  return {
    pid: child.pid,
    watch: (pid) => tell({ watch: pid }),
    forget: (pid) => tell({ forget: pid }),
    afterwards: (command) => tell({ afterwards: command }),
    remove: (folder) => tell({ remove: folder }),
    release: () => tell({ release: true }),
  };
}
