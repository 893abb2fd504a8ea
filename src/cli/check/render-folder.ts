import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { FileOptions } from "#manifests/read/manifest-files.ts";
import type { RenderFolder } from "#manifests/read/source-folder.ts";

const run = promisify(execFile);

/** A chart of this size renders to more than anybody applies. */
const maxBuffer = 64 * 1024 * 1024;

interface RenderOptions {
  readonly helm?: boolean;
  readonly kustomize?: boolean;
}

/** The tools that the user allows to be run, as they are found on PATH. */
export const renderers = ({ helm, kustomize }: RenderOptions): NonNullable<FileOptions["render"]> => ({
  ...(helm === true ? { helm: byHelm } : {}),
  ...(kustomize === true ? { kustomize: byKustomize } : {}),
});

const byHelm: RenderFolder = (folder) => output("helm", ["template", folder]);

/** kubectl has kustomize built in. */
const byKustomize: RenderFolder = async (folder) => {
  try {
    return await output("kustomize", ["build", folder]);
  } catch (error) {
    if (!(error instanceof MissingProgram)) throw error;
    return output("kubectl", ["kustomize", folder]);
  }
};

class MissingProgram extends Error {}

async function output(program: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(program, args, { maxBuffer })).stdout;
  } catch (error) {
    const failed = error as { readonly code?: unknown; readonly stderr?: string; readonly message: string };
    if (failed.code === "ENOENT") throw new MissingProgram(`${program} is not on the PATH`);
    const line = (failed.stderr ?? "").split("\n").find((each) => each.trim() !== "") ?? failed.message;
    throw new Error(`${program} ${args.join(" ")} failed: ${line}`);
  }
}
