/** The chart as `helm package` would make it, but with the same bytes every time. */
import { globSync, readFileSync, statSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import { type TarEntry, tarGzip } from "./tar-writer.ts";

const chart = join(import.meta.dirname, "../../charts/outlive");

/** @param imageDigest of the image that this chart runs, `sha256:…`; written into its values, so that no tag has to be trusted */
export function chartArchive(seconds: number, imageDigest?: string): Uint8Array {
  return tarGzip(
    chartFiles().map((path): TarEntry => {
      const text = readFileSync(join(chart, path), "utf8");
      return { path: `outlive/${path}`, content: Buffer.from(released(path, text, imageDigest)), executable: false };
    }),
    seconds,
  );
}

function released(path: string, text: string, imageDigest: string | undefined): string {
  if (path === "Chart.yaml") return withChanges(text, readFileSync(join(chart, "../../CHANGELOG.md"), "utf8"));
  return path === "values.yaml" && imageDigest !== undefined ? withDigest(text, imageDigest) : text;
}

/** What the changelog says of its first version, as Artifact Hub reads it. */
export function withChanges(metadata: string, changelog: string): string {
  const section = changelog.split(/^## /m)[1] ?? "";
  const entries = [...section.matchAll(/^- (.+)$/gm)].map(
    ([, change = ""]) => `    - kind: added\n      description: ${JSON.stringify(change.replaceAll("`", ""))}\n`,
  );
  return metadata.replace(/^( {2}# The release puts.*\n)( {2}artifacthub\.io\/changes: \|\n)(?: {4}.*\n)*/m, (_, _note, key) =>
    [key, ...entries].join(""),
  );
}

function chartFiles(): readonly string[] {
  const ignored = readFileSync(join(chart, ".helmignore"), "utf8").trim().split("\n");
  return globSync("**", { cwd: chart })
    .filter((path) => statSync(join(chart, path)).isFile())
    .filter((path) => !ignored.some((pattern) => matchesGlob(path, pattern)));
}

function withDigest(values: string, digest: string): string {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`${digest} is not the digest of an image`);
  const [before, after, ...more] = values.split('  digest: ""\n');
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error("values.yaml of the chart has not exactly one empty digest");
  return `${before}  digest: ${digest}\n${after}`;
}
