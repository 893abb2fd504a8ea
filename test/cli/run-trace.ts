import { traceCommand } from "#cli/trace/trace.ts";
import { type CommandRun, type RunOptions, runCommand } from "./run-explain.ts";

/** `outlive trace …`. */
export const runTrace = (args: readonly string[], { stdin, terminal }: RunOptions = {}): Promise<CommandRun> =>
  runCommand(traceCommand, args, {
    ...(stdin === undefined ? {} : { stdin }),
    ...(terminal === undefined ? {} : { terminal }),
  });
