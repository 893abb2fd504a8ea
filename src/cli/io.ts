import { printable } from "#wording/printable.ts";

/** Where a command reads and writes; the process's own streams, or a test's. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in characters. */
  readonly columns?: number | undefined;
  /** Height of the terminal in lines. */
  readonly rows?: number | undefined;
}

export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export const processIo = (): CommandIo => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
});

/** Colours for people only: on a terminal that has them, and not where the variable NO_COLOR says otherwise (no-color.org). */
export const wantsColor = ({ stdout, environment }: Pick<CommandIo, "stdout" | "environment">): boolean =>
  stdout.isTTY === true && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb";

/** One line that texts of others may be part of. */
export const print = (output: Output, line: string): unknown => output.write(`${printable(line)}\n`);

/** How many lines are read one by one: a screen, or what a log shows without scrolling for long. */
export const rowsOf = ({ rows, isTTY }: Output): number => (isTTY === true ? (rows ?? 24) : 60);

const [standard, narrowest, widest] = [80, 50, 200];

/** Of the terminal; 80 where the output goes elsewhere. */
export const widthOf = ({ columns }: Output): number => Math.min(Math.max(columns ?? standard, narrowest), widest);
