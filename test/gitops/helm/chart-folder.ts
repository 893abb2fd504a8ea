import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chartFiles } from "../archive.ts";

export interface ChartFolder {
  readonly path: string;
  /** Makes these the templates, in a new version of the chart. */
  readonly write: (objects: readonly object[]) => void;
  readonly remove: () => void;
}

/** A chart as a folder, which Helm reads afresh each time. */
export function chartFolder(): ChartFolder {
  const path = mkdtempSync(join(tmpdir(), "outlive-chart-"));
  let version = 0;
  return {
    path,
    write: (objects) => {
      version += 1;
      rmSync(join(path, "templates"), { recursive: true, force: true });
      mkdirSync(join(path, "templates"));
      for (const [name, content] of Object.entries(chartFiles(`${version}.0.0`, objects)))
        writeFileSync(join(path, name), content);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
