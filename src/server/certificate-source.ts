import { readFileSync } from "node:fs";
import { type Changes, fileChanges } from "./changes.ts";
import type { KeyPair } from "./key-pair.ts";

/** Where the serving certificate comes from. */
export interface CertificateSource {
  /** @throws Error with one sentence that names the file. */
  read(): KeyPair;
  readonly onChange: Changes;
}

export interface CertificateFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

export const certificateFiles = ({ certificateFile, keyFile }: CertificateFiles): CertificateSource => ({
  read: () => ({ certificate: readPem("certificate", certificateFile), key: readPem("private key", keyFile) }),
  onChange: fileChanges([certificateFile, keyFile]),
});

/** A pair that somebody made in this process and that does not change. */
export const certificateInMemory = (pair: KeyPair): CertificateSource => ({ read: () => pair, onChange: () => () => {} });

function readPem(what: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const problem = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new Error(`the ${what} file ${file} ${problem}`);
  }
}
