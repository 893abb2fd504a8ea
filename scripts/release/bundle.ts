import { chmodSync } from "node:fs";
import { build, type InputOptions, type OutputOptions, type Plugin } from "rolldown";
import { type BuildStamp, buildStamp } from "./build-stamp.ts";
import { builtins } from "./builtins.ts";
import { undiciParts } from "./undici-parts.ts";
import { unused } from "./unused.ts";

export interface Bundle {
  /** Module whose imports are followed. */
  readonly input: string;
  readonly file: string;
  readonly executable: boolean;
}

/** Writes one file that needs Node and nothing else. Gives the modules that went into it, as absolute paths. */
export async function writeBundle(
  { input, file, executable }: Bundle,
  stamp: BuildStamp = buildStamp(),
): Promise<readonly string[]> {
  const modules = await bundled(input, { file, codeSplitting: false }, stamp);
  if (executable) chmodSync(file, 0o755);
  return modules;
}

/** The same as files that load each other when they are needed, the first of which is called `name`.js. */
export const writeChunks = (
  { input, name, folder }: { readonly input: string; readonly name: string; readonly folder: string },
  stamp: BuildStamp = buildStamp(),
): Promise<readonly string[]> =>
  bundled({ [name]: input }, { dir: folder, entryFileNames: "[name].js", chunkFileNames: "[name].js" }, stamp);

async function bundled(
  input: NonNullable<InputOptions["input"]>,
  where: OutputOptions,
  stamp: BuildStamp,
): Promise<readonly string[]> {
  const { output } = await build({
    input,
    platform: "node",
    plugins: [stamped(stamp), awsApart, builtins, undiciParts, unused, asciiOnly],
    output: { ...where, format: "esm", minify: true, comments: { legal: true } },
    treeshake: {
      // Its index imports 900 generated models, of which the configuration reader needs none: 100 ms of every start.
      moduleSideEffects: [{ test: /node_modules\/@kubernetes\/client-node\//, sideEffects: false }],
    },
  });
  return output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : [])).filter((id) => id.startsWith("/"));
}

/** Where the AWS SDK is bundled, beside the program. */
export const awsBundle = { input: "src/aws/api/sdk-api.ts", name: "outlive-aws.js" } as const;

/** As large as everything else together and seldom needed, so that it is a file of its own, which is loaded where AWS is asked. */
const awsApart: Plugin = {
  name: "aws-apart",
  resolveId: (source, importer) =>
    importer !== undefined && source.endsWith("/sdk-api.ts") ? { id: `./${awsBundle.name}`, external: true } : undefined,
};

/** A checkout runs its sources as they are; only what is built knows its commit. */
const stamped = (stamp: BuildStamp): Plugin => ({
  name: "build-stamp",
  load: (id) =>
    id.endsWith("/src/cli/build-stamp.ts")
      ? { code: `export const buildStamp = ${JSON.stringify(stamp)};`, moduleType: "js" }
      : undefined,
});

/** V8 keeps the text of a module, with two bytes for each character as soon as one of them needs two: 3 MB of a running webhook. */
const asciiOnly: Plugin = {
  name: "ascii-only",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === "chunk") chunk.code = escaped(chunk.code);
  },
};

const escaped = (code: string): string =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
