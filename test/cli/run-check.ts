import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CommanderError } from "commander";
import { checkCommand } from "#cli/check/check.ts";
import { CommandError } from "#cli/exit-codes.ts";

export interface CheckRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CheckRunOptions {
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Standard output and standard error are a terminal. */
  readonly terminal?: boolean;
}

/** `outlive check …` without a process: the same streams, the same exit code. */
export async function runCheck(
  args: readonly string[],
  { stdin = "", environment = {}, terminal = false }: CheckRunOptions = {},
): Promise<CheckRun> {
  let stdout = "";
  let stderr = "";
  let code = 0;
  const command = checkCommand(
    {
      stdin: (async function* () {
        yield stdin;
      })(),
      stdout: { write: (text) => (stdout += text), isTTY: terminal, columns: terminal ? 200 : undefined },
      stderr: { write: (text) => (stderr += text), isTTY: terminal },
      environment,
    },
    (given) => {
      code = given;
    },
  );
  command.exitOverride().configureOutput({ writeOut: (text) => (stdout += text), writeErr: (text) => (stderr += text) });
  try {
    await command.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, stdout, stderr };
    if (!(error instanceof CommandError)) throw error;
    return { code: error.exitCode, stdout, stderr: `${stderr}${error.message}\n` };
  }
  return { code, stdout, stderr };
}

export interface Manifests {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly text: (name: string) => string;
  readonly remove: () => void;
}

/** A folder with files of these names and texts. */
export function manifestFolder(files: Readonly<Record<string, string>>): Manifests {
  const folder = mkdtempSync(join(tmpdir(), "outlive-check-"));
  const path = (name: string): string => join(folder, name);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  }
  return {
    folder,
    path,
    text: (name) => readFileSync(path(name), "utf8"),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export interface ReportDocument {
  readonly apiVersion: string;
  readonly kind: string;
  readonly summary: { readonly errors: number; readonly warnings: number };
  readonly findings: readonly FindingDocument[];
  readonly skipped: readonly {
    readonly subject: SubjectDocument;
    readonly reason: string;
    readonly file: string;
    readonly line: number;
  }[];
}

interface SubjectDocument {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

export interface FindingDocument {
  readonly rule: string;
  readonly severity: string;
  readonly subject: SubjectDocument;
  readonly path: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly actualSeconds: number | null;
  readonly requiredSeconds: number | null;
  readonly because: readonly { readonly name: string; readonly seconds: number; readonly source: string }[];
}

/** The report on files of these texts, with file names as they were given. */
export async function reportOn(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<ReportDocument> {
  const manifests = manifestFolder(files);
  try {
    const { stdout, stderr } = await runCheck([manifests.folder, "-o", "json", ...args]);
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout.replaceAll(`${manifests.folder}/`, "")) as ReportDocument;
  } finally {
    manifests.remove();
  }
}

/** `error prestop-outlives-deregistration shop.yaml:18`, a line each. */
export const linesOf = ({ findings }: ReportDocument): readonly string[] =>
  findings.map(({ rule, severity, file, line }) => `${severity} ${rule} ${file}:${line}`);
