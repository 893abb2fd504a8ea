import { basename } from "node:path";
import type { Life } from "#trace/events/life.ts";
import { watchesOf } from "#trace/events/lives-of-targets.ts";
import { LineSplitter } from "#trace/logs/line-splitter.ts";
import { LogIntake } from "#trace/logs/log-intake.ts";
import { emptyTables } from "#trace/logs/log-tables.ts";
import { RequestLog, type Window } from "#trace/logs/request-log.ts";
import type { ShownTexts } from "#trace/logs/shown-texts.ts";
import { kindProblems } from "#trace/report/kind-problems.ts";
import type { SourceReport } from "#trace/report/report.ts";
import { findFiles } from "./find-files.ts";
import { mayHold, readLogFileName } from "./log-file-name.ts";
import { missingFiles } from "./missing-files.ts";
import { type Chunks, fileChunks, readPlain } from "./read-chunks.ts";

export interface LogProgress {
  readonly filesDone: number;
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface ReadLogs {
  readonly log: RequestLog;
  readonly sources: readonly SourceReport[];
  readonly problems: readonly string[];
  /** Rows that were used, of access logs and others, those outside of the window included. */
  readonly rows: number;
}

export interface LogInput {
  readonly paths: readonly string[];
  readonly stdin: Chunks;
  readonly lives: ReadonlyMap<string, readonly Life[]>;
  readonly window: Window;
  /** What of requests is kept although it is private. */
  readonly shown?: ShownTexts;
  readonly onProgress: (progress: LogProgress) => void;
}

/** How many single files are named in problems; the others are counted. */
const mostNamed = 5;

/** Streams through all logs, one file after the other; nothing of them is kept but what {@link RequestLog} keeps. */
export async function readLogs({ paths, stdin, lives, window, shown, onProgress }: LogInput): Promise<ReadLogs> {
  const found = await findFiles(paths.filter((path) => path !== "-"));
  const files = found.files.filter(({ path }) => mayHold(readLogFileName(path), window.sinceMs, window.untilMs));
  const log = new RequestLog(emptyTables(shown), (group, target) => watchesOf(lives, group, target), window);
  const intake = new LogIntake(log);
  const broken: string[] = [];
  let [filesDone, bytes, copies, dropped] = [0, 0, 0, 0];
  const readOne = async (name: string, chunks: Chunks): Promise<void> => {
    intake.beginFile(readLogFileName(name).node);
    const splitter = new LineSplitter((chunk, from, to) => intake.take(chunk, from, to));
    const before = bytes;
    const result = await readPlain(chunks, (chunk) => {
      splitter.push(chunk);
      bytes += chunk.length;
      onProgress({ filesDone, files: files.length, rows: intake.rows, bytes });
      return !intake.isCopy;
    });
    splitter.end();
    filesDone += 1;
    dropped += splitter.dropped;
    if (intake.isCopy) copies += 1;
    if (result.problem !== undefined) broken.push(`${name} ${result.problem}`);
    else if (bytes === before && files.length === 1) broken.push(`${name} is empty`);
  };
  for (const { path } of files) await readOne(path, fileChunks(path));
  if (paths.includes("-")) await readOne("standard input", stdin);
  const missing = missingFiles(files.map(({ path }) => basename(path)));
  const problems = [
    ...found.problems,
    ...named(broken),
    ...(copies > 0
      ? [`${copies} ${copies === 1 ? "file begins" : "files begin"} with the row that another one begins with; read once`]
      : []),
    ...(missing > 0
      ? [`${missing} ${missing === 1 ? "file" : "files"} may be missing: a node has none for minutes in which others have one`]
      : []),
    ...(dropped > 0 ? [`${dropped} lines are longer than 256 KB and were left out`] : []),
    ...(log.outside > 0 ? [`${log.outside} requests are outside of --since and --until`] : []),
    ...kindProblems(intake, log),
  ];
  return { log, sources: sourcesOf(intake), problems, rows: intake.rows + intake.results.requests + otherRows(log) };
}

const sourcesOf = ({ rows, files, log, results }: LogIntake): readonly SourceReport[] => [
  ...(results.files === 0 || rows > 0 ? [{ kind: "access-log", files, rows, skew: null }] : []),
  ...(results.files === 0 ? [] : [{ kind: "query-result", files: results.files, rows: results.requests, skew: null }]),
  ...[...log.others.used]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, used]) => ({ kind: `${kind}-log`, ...used, skew: null })),
];

const otherRows = ({ others }: RequestLog): number => [...others.used.values()].reduce((sum, { rows }) => sum + rows, 0);

const named = (broken: readonly string[]): readonly string[] =>
  broken.length <= mostNamed
    ? broken
    : [...broken.slice(0, mostNamed), `${broken.length - mostNamed} more files could not be read whole`];
