import { buildLives } from "#trace/events/build-lives.ts";
import type { MetricPoint } from "#trace/events/cloudwatch.ts";
import type { Fact } from "#trace/events/fact.ts";
import type { Life } from "#trace/events/life.ts";
import { type FactsRead, parseJson, readFacts } from "#trace/events/read-facts.ts";
import { LineSplitter } from "#trace/logs/line-splitter.ts";
import type { SourceReport } from "#trace/report/report.ts";
import { findFiles } from "./find-files.ts";
import { type Chunks, fileChunks, readPlain } from "./read-chunks.ts";

export interface Events {
  readonly lives: ReadonlyMap<string, readonly Life[]>;
  /** Failures that CloudWatch counted. */
  readonly points: readonly MetricPoint[];
  readonly sources: readonly SourceReport[];
  readonly problems: readonly string[];
}

export const noEvents: Events = { lives: new Map(), points: [], sources: [], problems: [] };

type EventFacts = Exclude<FactsRead, { readonly kind: "unknown" }>;

/** CloudTrail files and API lists are one line. */
const longestLine = 64 * 1024 * 1024;
const mostFacts = 2_000_000;

/** Reads events of all kinds, distinguished by their content. `shiftMs` is added to every time. */
export async function readEvents(paths: readonly string[], stdin: Chunks, shiftMs: number): Promise<Events> {
  const found = await findFiles(paths.filter((path) => path !== "-"));
  const intake = new EventIntake();
  for (const { path } of found.files) await intake.read(path, fileChunks(path));
  if (paths.includes("-")) await intake.read("standard input", stdin);
  return {
    lives: buildLives(intake.facts.map((fact) => shifted(fact, shiftMs))),
    points: intake.points,
    sources: [...intake.kinds].map(([kind, { files, rows }]) => ({ kind, files: files.size, rows, skew: 0 })).sort(byKind),
    problems: [...found.problems, ...intake.problems],
  };
}

const byKind = (a: SourceReport, b: SourceReport): number => (a.kind < b.kind ? -1 : 1);

class EventIntake {
  readonly facts: Fact[] = [];
  readonly problems: string[] = [];
  readonly points: MetricPoint[] = [];
  readonly kinds = new Map<EventFacts["kind"], { readonly files: Set<string>; rows: number }>();

  async read(name: string, chunks: Chunks): Promise<void> {
    const file = new EventFile();
    const splitter = new LineSplitter(
      (bytes, from, to) => file.line(Buffer.from(bytes.subarray(from, to)).toString("utf8")),
      longestLine,
    );
    const { problem } = await readPlain(chunks, (chunk) => {
      splitter.push(chunk);
      return true;
    });
    splitter.end();
    file.end();
    if (problem !== undefined) this.problems.push(`${name} ${problem}`);
    this.#take(name, file);
  }

  #take(name: string, { reads, firstProblem, unread }: EventFile): void {
    for (const read of reads) {
      const { kind, facts } = read;
      this.points.push(...pointsOf(read).slice(0, mostFacts - this.points.length));
      const known = this.kinds.get(kind) ?? { files: new Set<string>(), rows: 0 };
      this.kinds.set(kind, known);
      known.files.add(name);
      known.rows += 1;
      for (const fact of facts) if (this.facts.length < mostFacts) this.facts.push(fact);
    }
    if (firstProblem !== undefined) this.problems.push(`${name}: ${unread} of its entries cannot be used: ${firstProblem}`);
  }
}

const pointsOf = (read: EventFacts): readonly MetricPoint[] => (read.kind === "cloudwatch" ? read.points : []);

/** One events file: a JSON value on each line, or one value over many lines. */
class EventFile {
  readonly reads: EventFacts[] = [];
  firstProblem: string | undefined;
  unread = 0;
  #pretty: string[] | undefined;
  #lines = 0;

  line(text: string): void {
    this.#lines += 1;
    if (this.#pretty !== undefined) {
      this.#pretty.push(text);
      return;
    }
    if (isOtherAuditEvent(text)) return;
    const start = text.search(/[[{]/);
    const value = start < 0 ? undefined : parseJson(start === 0 ? text : text.slice(start));
    if (value !== undefined) this.#value(value);
    else if (this.#lines === 1 && /^\s*[[{]\s*$/.test(text)) this.#pretty = [text];
    else this.#problem("not JSON");
  }

  end(): void {
    if (this.#pretty === undefined) return;
    const value = parseJson(this.#pretty.join("\n"));
    if (value === undefined) this.#problem("not JSON");
    else this.#value(value);
  }

  #value(value: unknown): void {
    for (const read of readFacts(value)) {
      if (read.kind === "unknown") this.#problem(read.problem);
      else this.reads.push(read);
    }
  }

  #problem(problem: string): void {
    this.unread += 1;
    this.firstProblem ??= problem;
  }
}

/** Most of an audit log is about other things; its lines need not be parsed. */
const isOtherAuditEvent = (text: string): boolean =>
  text.includes('"audit.k8s.io/') && !text.includes('"resource":"pods"') && !text.includes('"EventList"');

function shifted(fact: Fact, shiftMs: number): Fact {
  if (shiftMs === 0) return fact;
  const moment = { ...fact.moment, atMs: fact.moment.atMs + shiftMs };
  if (fact.what !== "containers") return { ...fact, moment };
  const containers = fact.containers.map((container) => ({
    ...container,
    runningSinceMs: container.runningSinceMs === undefined ? undefined : container.runningSinceMs + shiftMs,
    terminated: container.terminated && { ...container.terminated, finishedMs: container.terminated.finishedMs + shiftMs },
    lastTerminated: container.lastTerminated && {
      ...container.lastTerminated,
      finishedMs: container.lastTerminated.finishedMs + shiftMs,
    },
  }));
  return { ...fact, moment, containers };
}
