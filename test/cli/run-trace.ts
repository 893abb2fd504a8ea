import { CommanderError } from "commander";
import { CommandError } from "#cli/exit-codes.ts";
import { traceCommand } from "#cli/trace/trace.ts";
import type { CommandRun, RunOptions } from "./run-explain.ts";

/** `outlive trace …` without a process: the same streams, the same exit code. */
export async function runTrace(args: readonly string[], { stdin = "", terminal }: RunOptions = {}): Promise<CommandRun> {
  let stdout = "";
  let stderr = "";
  const done = (code: number): CommandRun => ({ code, stdout, stderr });
  const command = traceCommand({
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: { write: (text) => (stdout += text), isTTY: terminal !== undefined, columns: terminal },
    stderr: { write: (text) => (stderr += text) },
    environment: {},
  });
  command.exitOverride().configureOutput({ writeOut: (text) => (stdout += text), writeErr: (text) => (stderr += text) });
  try {
    await command.parseAsync([...args], { from: "user" });
    return done(0);
  } catch (error) {
    if (error instanceof CommanderError) return done(error.exitCode === 0 ? 0 : 2);
    if (!(error instanceof CommandError)) throw error;
    stderr += `${error.message}\n`;
    return done(error.exitCode);
  }
}
