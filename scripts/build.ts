/** Makes dist/outlive.js, the whole program as one file that needs Node and nothing else: `node scripts/build.ts [--owner UID]`. */
import { chmodSync, chownSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "rolldown";

const at = (path: string): string => new URL(path, import.meta.url).pathname;
const file = at("../dist/outlive.js");
const { owner } = parseArgs({ options: { owner: { type: "string" } } }).values;
const startedMs = Date.now();

await build({
  input: at("../bin/outlive.js"),
  platform: "node",
  output: { file, format: "esm", minify: true, codeSplitting: false, comments: { legal: true } },
  treeshake: {
    // Its index imports 900 generated models, of which the configuration reader needs none: 100 ms of every start.
    moduleSideEffects: [{ test: /node_modules\/@kubernetes\/client-node\//, sideEffects: false }],
  },
});
chmodSync(file, 0o755);
if (owner !== undefined) chownSync(at("../dist"), Number(owner), Number(owner));
process.stdout.write(`dist/outlive.js: ${(statSync(file).size / 1e6).toFixed(2)} MB, built in ${Date.now() - startedMs} ms\n`);
