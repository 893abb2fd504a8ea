import { type Command, CommanderError } from "commander";
import { CommandError } from "#cli/exit-codes.ts";
import { explainCommand } from "#cli/explain/explain.ts";
import type { CommandIo } from "#cli/io.ts";

export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Width of the terminal; without one the output goes to a file. */
  readonly terminal?: number;
}

/** A command without a process: the same streams, the same exit code. */
export async function runCommand(
  create: (io: CommandIo) => Command,
  args: readonly string[],
  { stdin = "", environment = {}, terminal }: RunOptions = {},
): Promise<CommandRun> {
  let stdout = "";
  let stderr = "";
  const done = (code: number): CommandRun => ({ code, stdout, stderr });
  const command = create({
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: { write: (text) => (stdout += text), isTTY: terminal !== undefined, columns: terminal },
    stderr: { write: (text) => (stderr += text) },
    environment,
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

/** `outlive explain …`. */
export const runExplain = (args: readonly string[], options: RunOptions = {}): Promise<CommandRun> =>
  runCommand(explainCommand, args, options);
