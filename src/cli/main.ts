/** The command line: one file a command, put together here. */
import { Command, CommanderError } from "commander";
import { printable } from "#wording/printable.ts";
import { auditCommand } from "./audit.ts";
import { certsCommand } from "./certs.ts";
import { checkCommand } from "./check/check.ts";
import { completionCommand } from "./completion/completion.ts";
import { demoCommand } from "./demo/demo.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
import { explainCommand } from "./explain/explain.ts";
import { exportCommand } from "./export/export.ts";
import { type CommandIo, processIo } from "./io.ts";
import { serveCommand } from "./serve/serve.ts";
import { traceCommand } from "./trace/trace.ts";
import { versionLine } from "./version.ts";

/** docs/cli.md is made from it. */
export const commands = (io: CommandIo): readonly Command[] => [
  serveCommand(),
  checkCommand(io),
  explainCommand(io),
  auditCommand(io),
  traceCommand(io),
  exportCommand(io),
  demoCommand(),
  certsCommand(),
  completionCommand(io, () => commands(io)),
];

export async function main(args: readonly string[]): Promise<void> {
  const program = new Command("outlive")
    .description("Roll-outs, scale-ins and node drains behind AWS load balancers without losing requests")
    .version(versionLine())
    .showHelpAfterError("(run outlive --help to list the commands)")
    .exitOverride();
  for (const command of commands(processIo())) program.addCommand(command.exitOverride().showHelpAfterError(true));
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    process.exitCode = report(error);
  }
}

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
