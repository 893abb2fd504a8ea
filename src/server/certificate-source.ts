import { type FSWatcher, readFileSync, watch } from "node:fs";
import { dirname } from "node:path";
import type { KeyPair } from "./key-pair.ts";

/** Where the serving certificate comes from. */
export interface CertificateSource {
  /** @throws Error with one sentence that names the file. */
  read(): KeyPair;
  /** Calls back after anything near it changed; the result ends that. */
  onChange(changed: () => void): () => void;
}

export interface CertificateFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/**
 * Watches the directories, not the files: the kubelet updates a mounted Secret by renaming the link `..data` that the file names
 * lead through (AtomicWriter, Kubernetes 1.36), so that a watched file would see its removal and nothing ever after.
 */
export const certificateFiles = ({ certificateFile, keyFile }: CertificateFiles): CertificateSource => ({
  read: () => ({ certificate: readPem("certificate", certificateFile), key: readPem("private key", keyFile) }),
  onChange: (changed) => {
    const directories = new Set([dirname(certificateFile), dirname(keyFile)]);
    const watchers = [...directories].map((directory) => watchDirectory(directory, changed));
    return () => {
      for (const watcher of watchers) watcher?.close();
    };
  },
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

/** Nodes run out of inotify watches; the keeper looks from time to time anyway, so that being unable to watch is no error. */
function watchDirectory(directory: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(directory, { persistent: false }, () => changed());
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
