/** Fills dist/npm with what is published and packs it: `node scripts/release/npm-folder.ts`. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { awsBundle, writeBundle, writeChunks } from "./bundle.ts";
import { libraryTypes } from "./library-types.ts";
import { thirdPartyNotices } from "./notices.ts";
import { npmManifest } from "./npm-manifest.ts";

const root = join(import.meta.dirname, "../..");

/** Gives the path of the tarball. */
export async function packNpm(dist: string): Promise<string> {
  const folder = join(dist, "npm");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "bin"), { recursive: true });
  const bundle = (input: string, name: string): Promise<readonly string[]> =>
    writeBundle({ input: join(root, input), file: join(folder, "lib", name), executable: false });
  // Program and library are whole, so that neither loads what only the other needs; commands are apart from each other for the same reason.
  const modules = [
    ...(await writeChunks({ input: join(root, "src/cli/main.ts"), name: "cli", folder: join(folder, "lib") })),
    ...(await bundle(awsBundle.input, awsBundle.name)),
    ...(await bundle("src/library/index.ts", "index.js")),
  ];
  for (const [name, declaration] of Object.entries(libraryTypes())) writeFileSync(join(folder, "lib", name), declaration);
  writeFileSync(join(folder, "bin/outlive.js"), starter(), { mode: 0o755 });
  writeFileSync(join(folder, "THIRD-PARTY-NOTICES.md"), thirdPartyNotices(modules));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(npmManifest(packageJson), null, 2)}\n`);
  copyFileSync(join(root, "scripts/release/npm-readme.md"), join(folder, "README.md"));
  for (const name of ["LICENSE", "CHANGELOG.md"]) copyFileSync(join(root, name), join(folder, name));
  const packed = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", dist], {
    cwd: folder,
    encoding: "utf8",
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  return join(dist, filename);
}

/** The same file as in a checkout, with the bundle in place of the sources. A file of its own, so that Node can cache the large one. */
function starter(): string {
  const source = readFileSync(join(root, "bin/outlive.js"), "utf8");
  const bundled = source.replace("../src/cli/main.ts", "../lib/cli.js");
  if (bundled === source) throw new Error("bin/outlive.js imports no ../src/cli/main.ts");
  return bundled.replace(': in a checkout, run "npm ci" and then "npx outlive".', ".");
}

if (import.meta.main) process.stdout.write(`${await packNpm(join(root, "dist"))}\n`);
