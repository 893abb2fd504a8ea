/** Makes dist/outlive.js, the whole program as one file that needs Node and nothing else: `node scripts/build.ts [--owner UID]`. */
import { chownSync, statSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { awsBundle, writeBundle } from "./release/bundle.ts";

const at = (path: string): string => new URL(path, import.meta.url).pathname;
const file = at("../dist/outlive.js");
const { owner } = parseArgs({ options: { owner: { type: "string" } } }).values;
const startedMs = Date.now();

await writeBundle({ input: at("../bin/outlive.js"), file, executable: true });
await writeBundle({ input: at(`../${awsBundle.input}`), file: at(`../dist/${awsBundle.name}`), executable: false });
// Without it, Node reads the file once more to find out what it is, and V8 keeps what was read: 14 MB in the image.
writeFileSync(at("../dist/package.json"), '{"type":"module"}\n');
if (owner !== undefined) chownSync(at("../dist"), Number(owner), Number(owner));
process.stdout.write(`dist/outlive.js: ${(statSync(file).size / 1e6).toFixed(2)} MB, built in ${Date.now() - startedMs} ms\n`);
