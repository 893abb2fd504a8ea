import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A gzipped tar archive of files by their paths. */
export function archive(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "outlive-archive-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return execFileSync("tar", [
      "-czf",
      "-",
      "-C",
      folder,
      ...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? path)),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files of a chart whose templates are the objects as they are: JSON is YAML. */
export function chartFiles(version: string, objects: readonly object[]): Readonly<Record<string, string>> {
  return {
    "Chart.yaml": JSON.stringify({ apiVersion: "v2", name: "shop", version }),
    ...Object.fromEntries(objects.map((object, index) => [`templates/${index}.yaml`, JSON.stringify(object)])),
  };
}

export const chartArchive = (version: string, objects: readonly object[]): Buffer =>
  archive(Object.fromEntries(Object.entries(chartFiles(version, objects)).map(([path, content]) => [`shop/${path}`, content])));
