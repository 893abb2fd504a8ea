import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs a command with our standard streams and passes signals on; the result is the exit code a shell would give. */
export async function runCommand(command: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const [file = "", ...args] = command;
  let child: ChildProcess | undefined;
  const passOn = (signal: NodeJS.Signals): void => {
    // A terminal has sent its Ctrl-C to the command already, and many programs take a second one as "now, without cleaning up".
    if (signal !== "SIGINT" || !process.stdin.isTTY) {
      child?.kill(signal);
    }
  };
  // Before the command starts: the first thing that it prints may be what somebody waits for to send a signal.
  for (const signal of SIGNALS) process.on(signal, passOn);
  try {
    const started = spawn(file, args, { env: { ...process.env, ...env }, stdio: "inherit" });
    child = started;
    return await new Promise<number>((resolve, reject) => {
      started.once("error", (cause) => reject(new Error(`The command cannot be started: ${cause.message}`, { cause })));
      started.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
    });
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, passOn);
  }
}

/** Resolves at the first signal that asks this process to end. */
export function signalToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve());
    // A promise alone does not keep Node running.
    setInterval(() => {}, 3_600_000);
  });
}
