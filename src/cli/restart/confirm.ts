import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { CommandIo } from "#cli/io.ts";

/** Asks on a terminal. @throws CommandError where there is nobody to ask and nobody has agreed beforehand */
export async function confirmed(question: string, agreed: boolean, { stdin, stderr, stdout }: CommandIo): Promise<boolean> {
  if (agreed) return true;
  if (stdout.isTTY !== true)
    throw new CommandError("this is no terminal to ask on: add --yes, or --dry-run", exitCodes.wrongUsage);
  stderr.write(`${question} [y/N] `);
  for await (const chunk of stdin) return /^y(?:es)?$/i.test(String(chunk).trim());
  return false;
}
