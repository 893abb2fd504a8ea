/** What `make matrix` keeps of one release of Kubernetes: a JSON file, from which docs/compatibility.md is made. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KUBERNETES_RELEASES } from "../control-plane/kubernetes-releases.ts";

export interface LeftOut {
  readonly test: string;
  readonly why: string;
}

export interface FileResult {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly LeftOut[];
  readonly seconds: number;
}

/** By path from the root of the repository. */
export type FileResults = Readonly<Record<string, FileResult>>;

export interface ReleaseResults {
  /** As the API server says it: `v1.36.3`. */
  readonly kubernetes: string;
  readonly date: string;
  readonly commit: string;
  readonly files: FileResults;
  /** The floor once more, with what this release does not switch on by itself. */
  readonly switchedOn?: { readonly flags: readonly string[]; readonly files: FileResults };
  /** Pods that end under this release's kubelet. */
  readonly kubelet?: FileResults;
}

export const resultsFolder = join(import.meta.dirname, "results");

/** Of every release that has been tried, oldest first. */
export function readResults(): readonly { readonly minor: string; readonly results: ReleaseResults }[] {
  return KUBERNETES_RELEASES.flatMap(({ minor }) => {
    const results = readRelease(minor);
    return results === undefined ? [] : [{ minor, results }];
  });
}

export function readRelease(minor: string): ReleaseResults | undefined {
  try {
    return JSON.parse(readFileSync(join(resultsFolder, `${minor}.json`), "utf8")) as ReleaseResults;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
