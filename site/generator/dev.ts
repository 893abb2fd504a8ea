/** `node site/generator/dev.ts`: builds the site, serves it on loopback, and builds it again whenever something changes. */
import { watch } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { buildSite } from "./build.ts";
import { serveFolder } from "./serve.ts";

const root = join(import.meta.dirname, "../..");
const output = join(root, "dist/site");
const port = Number(process.env["PORT"] ?? "4000");
const state = { building: false, again: false };

await build();
await serveFolder(output, port);
process.stdout.write(`http://127.0.0.1:${port}/${packageJson.version}/index.html, until Ctrl-C\n`);
for (const folder of ["docs", "site", "src"]) watch(join(root, folder), { recursive: true }, () => void build());

/** A change that comes while the site is built leads to one build more. */
async function build(): Promise<void> {
  if (state.building) {
    state.again = true;
    return;
  }
  state.building = true;
  try {
    await buildSite(output, packageJson.version);
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
  }
  state.building = false;
  if (state.again) {
    state.again = false;
    await build();
  }
}
