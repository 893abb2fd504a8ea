/** The declarations of the library: what src/library/index.ts leads to, which has to be complete in itself. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Modules that may be imported from elsewhere, and the names that they are published under. */
const published: Readonly<Record<string, string>> = { "#model/reports/v1alpha1.ts": "v1alpha1" };

/** File name → content. @throws Error where a declaration needs a module that is not published */
export function libraryTypes(): Readonly<Record<string, string>> {
  const out = mkdtempSync(join(tmpdir(), "outlive-types-"));
  try {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, "-p", "scripts/release/tsconfig.library.json", "--outDir", out], { cwd: root });
    const files: Record<string, string> = {};
    collect("index", join(out, "library/index.d.ts"), out, files);
    return files;
  } finally {
    rmSync(out, { recursive: true });
  }
}

function collect(name: string, path: string, out: string, files: Record<string, string>): void {
  if (Object.hasOwn(files, `${name}.d.ts`)) return;
  const found: { readonly name: string; readonly path: string }[] = [];
  files[`${name}.d.ts`] = readFileSync(path, "utf8").replace(/ from "([^"]+)";/g, (_, module: string) => {
    const local = /^\.\/([\w-]+)\.ts$/.exec(module)?.[1];
    const other = published[module];
    const target = local ?? other;
    if (target === undefined) throw new Error(`the declarations of the library lead to ${module}, which is not published`);
    const place = local === undefined ? module.replace(/^#/, "").replace(/\.ts$/, ".d.ts") : `library/${local}.d.ts`;
    found.push({ name: target, path: join(out, place) });
    return ` from "./${target}.js";`;
  });
  for (const next of found) collect(next.name, next.path, out, files);
}
