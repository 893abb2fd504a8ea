/** Puts the running Node with all it needs into a folder, as the root of an image: `node scripts/runtime-root.ts FOLDER`. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const UID = 65_532;

// Where the C library finds users and how it looks up names. Node brings its own root certificates.
const FILES: Readonly<Record<string, string>> = {
  "etc/passwd": `root:x:0:0:root:/:/sbin/nologin\noutlive:x:${UID}:${UID}:outlive:/:/sbin/nologin\n`,
  "etc/group": `root:x:0:\noutlive:x:${UID}:\n`,
  "etc/nsswitch.conf": "hosts: files dns\n",
};

/** Needs glibc, as Debian's Node images have: since 2.34 its name service is part of the library itself. */
export function copyRuntime(root: string): void {
  copyInto(root, process.execPath, "usr/local/bin/node");
  for (const library of sharedLibraries()) copyInto(root, library, library);
  // Image scanners tell the distribution, and so the libraries' version, by this file.
  if (existsSync("/etc/os-release")) copyInto(root, "/etc/os-release", "etc/os-release");
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  mkdirSync(join(root, "tmp"));
  chmodSync(join(root, "tmp"), 0o1777);
}

function sharedLibraries(): readonly string[] {
  const { sharedObjects } = process.report.getReport() as unknown as { readonly sharedObjects: readonly string[] };
  // The list begins with the vDSO, which is no file.
  return sharedObjects.filter((path) => path.startsWith("/") && existsSync(path));
}

function copyInto(root: string, from: string, to: string): void {
  const target = join(root, to);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(realpathSync(from), target);
}

if (import.meta.main) copyRuntime(process.argv[2] as string);
