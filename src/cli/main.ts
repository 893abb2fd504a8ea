/** The command line: one file a command, put together here. */
import { basename } from "node:path";
import { Command, CommanderError } from "commander";
import { printable } from "#wording/printable.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
import { type CommandIo, processIo } from "./io.ts";
import { versionLine } from "./version.ts";

/** Those that start often or stay in memory load without the others: half of a start is what only the others need. */
async function commandsFor(name: string | undefined, io: CommandIo): Promise<readonly Command[]> {
  switch (name) {
    case "check":
      return [(await import("./check/check.ts")).checkCommand(io)];
    case "serve":
      return [(await import("./serve/serve.ts")).serveCommand()];
    default:
      return (await import("./commands.ts")).commands(io);
  }
}

/** Run by kubectl, which finds plugins by the names of their files; helps and errors then say what was typed. */
const programName = (script: string): string => (basename(script, ".js") === "kubectl-outlive" ? "kubectl outlive" : "outlive");

export async function main(args: readonly string[], name = programName(process.argv[1] ?? "")): Promise<void> {
  const program = new Command(name)
    .description("Roll-outs, scale-ins and node drains behind AWS load balancers without losing requests")
    .version(versionLine())
    .showHelpAfterError(`(run ${name} --help to list the commands)`)
    .exitOverride();
  for (const command of await commandsFor(args[0], processIo())) {
    const hint = `(run ${name} ${command.name()} --help to list its options)`;
    program.addCommand(command.exitOverride().showHelpAfterError(hint).configureOutput({ outputError: plainError }));
  }
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** One line for the error, one for where to look. */
const plainError = (text: string, write: (text: string) => void): void => write(text.replace(/^error: /, "outlive: "));

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.wrongUsage;
  if (error instanceof CommandError) {
    process.stderr.write(`outlive: ${printableLines(error.message)}\n`);
    return error.exitCode;
  }
  process.stderr.write(`outlive: ${printableLines(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  return exitCodes.unreadable;
}

/** A wrong configuration file has a line for each mistake. */
const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");
