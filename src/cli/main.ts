/** The command line: one file a command, put together here. */
import { basename } from "node:path";
import { Command, CommanderError } from "commander";
import { printable } from "#wording/printable.ts";
import { auditCommand } from "./audit/audit.ts";
import { certsCommand } from "./certs.ts";
import { checkCommand } from "./check/check.ts";
import { completionCommand } from "./completion/completion.ts";
import { demoCommand } from "./demo/demo.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
import { explainCommand } from "./explain/explain.ts";
import { exportCommand } from "./export/export.ts";
import { type CommandIo, processIo } from "./io.ts";
import { probeCommand } from "./probe/probe.ts";
import { restartCommand } from "./restart/restart.ts";
import { rulesCommand } from "./rules.ts";
import { serveCommand } from "./serve/serve.ts";
import { traceCommand } from "./trace/trace.ts";
import { versionLine } from "./version.ts";
import { versionCommand } from "./version-command.ts";

/** docs/cli.md is made from it. */
export const commands = (io: CommandIo): readonly Command[] => [
  serveCommand(),
  checkCommand(io),
  explainCommand(io),
  auditCommand(io),
  restartCommand(io),
  traceCommand(io),
  probeCommand(io),
  exportCommand(io),
  demoCommand(),
  certsCommand(),
  rulesCommand(io),
  versionCommand(io),
  completionCommand(io, () => commands(io)),
];

/** Run by kubectl, which finds plugins by the names of their files; helps and errors then say what was typed. */
const programName = (script: string): string => (basename(script, ".js") === "kubectl-outlive" ? "kubectl outlive" : "outlive");

export async function main(args: readonly string[], name = programName(process.argv[1] ?? "")): Promise<void> {
  const program = new Command(name)
    .description("Roll-outs, scale-ins and node drains behind AWS load balancers without losing requests")
    .version(versionLine())
    .showHelpAfterError(`(run ${name} --help to list the commands)`)
    .exitOverride();
  for (const command of commands(processIo())) {
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
