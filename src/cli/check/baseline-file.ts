import { readFileSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { type Baseline, baselineText, type Compared, readBaseline } from "#check/baseline.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { Finding } from "#model/findings/finding.ts";
import { counted } from "#wording/counted.ts";

export interface BaselineOptions {
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

export const withBaselineOptions = (command: Command): Command =>
  command
    .option("--baseline <file>", "report only findings that are not in this file")
    .option("--write-baseline <file>", "write all findings into this file, and exit with 0");

/** @throws CommandError where it cannot be read */
export function baselineOf({ baseline }: BaselineOptions): Baseline | undefined {
  if (baseline === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(baseline, "utf8");
  } catch (error) {
    throw new CommandError(`the baseline ${baseline} cannot be read: ${(error as Error).message}`, exitCodes.wrongUsage);
  }
  const read = readBaseline(text);
  if (read.ok) return read.baseline;
  throw new CommandError(
    `the baseline ${baseline} cannot be read: ${read.message}; write a new one with --write-baseline`,
    exitCodes.wrongUsage,
  );
}

/** A line on what was written. @throws CommandError where the file cannot be written */
export function writeBaselineFile(file: string, findings: readonly Finding[]): string {
  try {
    writeFileSync(file, baselineText(findings));
  } catch (error) {
    throw new CommandError(`the baseline ${file} cannot be written: ${(error as Error).message}`, exitCodes.unreadable);
  }
  return `${counted(findings.length, "finding")} written to ${file}; use it with --baseline ${file}`;
}

/** A line on what the baseline hides; undefined where that is nothing. */
export function baselineNote({ known, gone }: Pick<Compared<unknown>, "known" | "gone">): string | undefined {
  if (known + gone === 0) return undefined;
  const hidden = `${counted(known, "finding")} in the baseline not shown`;
  return gone === 0
    ? hidden
    : `${hidden}; ${counted(gone, "entry", "entries")} of it no longer found, write it again with --write-baseline`;
}
