import { join } from "node:path";
import type { BinaryName } from "./binary-table.ts";

export type Lookup = {
  /** The folder named by KUBEBUILDER_ASSETS; usually it holds only some of the binaries. */
  readonly assets: string | undefined;
  readonly cache: (name: BinaryName) => string;
  readonly isExecutable: (path: string) => boolean;
};

/** The first place that holds the binary; undefined means that it has to be built. */
export function lookUpBinary(name: BinaryName, lookup: Lookup): string | undefined {
  const folders = [lookup.assets, lookup.cache(name)].filter((folder) => folder !== undefined && folder !== "");
  return folders.map((folder) => join(folder as string, name)).find(lookup.isExecutable);
}
