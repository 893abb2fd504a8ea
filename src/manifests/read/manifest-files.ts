import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { type IsIgnored, ignoredIn } from "./ignored-paths.ts";
import type { ManifestProblem } from "./manifest-document.ts";
import { type FolderTool, type RenderFolder, readAsFiles, skippedChart, toolOf } from "./source-folder.ts";

export type ManifestText = { readonly file: string; readonly text: string } | { readonly problem: ManifestProblem };

const manifestName = /\.(?:yaml|yml|json)$/i;
/** Hold copies and other people's manifests, never what is meant by naming the folder that they are in. */
const skipped = /^(?:\.|node_modules$)/;

export interface FileOptions {
  readonly isIgnored?: IsIgnored;
  /** Renders charts or kustomizations; without it, charts are skipped and kustomizations read file by file. */
  readonly render?: Partial<Readonly<Record<FolderTool, RenderFolder>>>;
}

/**
 * The texts behind `paths`, in their order: files whatever they are called, folders with all below them that is named
 * *.yaml, *.yml or *.json, and `-` for standard input. A file that is named twice is read once.
 */
export async function* manifestTexts(
  paths: readonly string[],
  standardInput: AsyncIterable<Uint8Array | string>,
  options: FileOptions = {},
): AsyncGenerator<ManifestText, void, undefined> {
  const seen = new Set<string>();
  for (const path of paths) yield* path === "-" ? fromInput(standardInput, seen) : fromPath(path, seen, options);
}

async function* fromInput(
  input: AsyncIterable<Uint8Array | string>,
  seen: Set<string>,
): AsyncGenerator<ManifestText, void, undefined> {
  if (seen.has("-")) return;
  seen.add("-");
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  yield decoded("-", Buffer.concat(chunks));
}

async function* fromPath(path: string, seen: Set<string>, options: FileOptions): AsyncGenerator<ManifestText, void, undefined> {
  try {
    if (statSync(path).isDirectory()) yield* fromFolder(path, seen, options);
    else if (options.isIgnored?.(path) !== true) yield* fromFile(path, undefined, seen);
  } catch (error) {
    yield unreadable(path, reasonOf(error));
  }
}

/** @param real its path without links, where that is known */
function* fromFile(path: string, real: string | undefined, seen: Set<string>): Generator<ManifestText, void, undefined> {
  try {
    const name = real ?? realpathSync.native(path);
    if (seen.has(name)) return;
    seen.add(name);
    yield textOf(path);
  } catch (error) {
    yield unreadable(path, reasonOf(error));
  }
}

async function* fromFolder(folder: string, seen: Set<string>, given: FileOptions): AsyncGenerator<ManifestText, void, undefined> {
  const ownIgnored = ignoredIn(folder);
  const isIgnored = (path: string): boolean => ownIgnored(path) || given.isIgnored?.(path) === true;
  const options = { ...given, isIgnored };
  let found = false;
  for (const entry of entriesBelow(folder, new Set(), options)) {
    found = true;
    if ("file" in entry) yield* fromFile(entry.file, entry.real, seen);
    else yield* fromSource(entry, entry.folder === folder, options);
  }
  if (!found) yield unreadable(folder, "it contains no *.yaml, *.yml or *.json file");
}

async function* fromSource(
  { folder, tool }: SourceFolder,
  named: boolean,
  { render }: FileOptions,
): AsyncGenerator<ManifestText, void, undefined> {
  const run = render?.[tool];
  if (run !== undefined) yield { file: folder, text: await run(folder, tool) };
  else yield { problem: tool === "helm" ? skippedChart(folder, named) : readAsFiles(folder) };
}

interface SourceFolder {
  readonly folder: string;
  readonly tool: FolderTool;
}

interface SourceFile {
  readonly file: string;
  /** Undefined for a link. */
  readonly real: string | undefined;
}

/** In the order of names. `above` ends the way of a link that leads to a folder that it stands in. */
function entriesBelow(folder: string, above: ReadonlySet<string>, options: FileOptions): readonly (SourceFolder | SourceFile)[] {
  const real = realpathSync.native(folder);
  if (above.has(real)) return [];
  const inside = new Set([...above, real]);
  const below = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !skipped.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const tool = toolOf(below.map(({ name }) => name));
  const source = tool === undefined ? [] : [{ folder, tool }];
  if (tool === "helm" || (tool !== undefined && options.render?.[tool] !== undefined)) return source;
  const entries: (SourceFolder | SourceFile)[] = [...source];
  for (const entry of below) {
    const path = join(folder, entry.name);
    if (options.isIgnored?.(path) === true) continue;
    if (isFolder(entry, path)) entries.push(...entriesBelow(path, inside, options));
    else if (manifestName.test(path)) entries.push({ file: path, real: entry.isFile() ? join(real, entry.name) : undefined });
  }
  return entries;
}

/** A link that leads nowhere is no folder; reading it says what it is. */
function isFolder(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** What decoding puts in place of bytes that are no UTF-8; a text may hold it as well. */
const replacement = "\uFFFD";

/** Read at once and without turns of the event loop, of which each would take longer than a file. */
function textOf(file: string): ManifestText {
  const text = readFileSync(file, "utf8");
  return text.includes(replacement) ? decoded(file, readFileSync(file)) : { file, text: text.replace(/^\uFEFF/, "") };
}

function decoded(file: string, bytes: Uint8Array): ManifestText {
  try {
    return { file, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return unreadable(file, "it is not UTF-8 text");
  }
}

const unreadable = (file: string, why: string): ManifestText => ({
  problem: { severity: "error", id: "unreadable", file, line: undefined, message: `${file} cannot be read: ${why}` },
});

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : "";
  if (code === "ENOENT") return "no such file or folder";
  if (code === "EACCES") return "permission denied";
  return error.message;
}
