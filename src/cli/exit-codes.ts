/** What a command tells the shell; docs/cli.md lists them. */
export const exitCodes = {
  clean: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  wrongUsage: 2,
  /** The input or the cluster could not be read. */
  unreadable: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An error whose message is all that a person needs; nothing else of it is shown. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}
