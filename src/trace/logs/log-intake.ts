import { QueryResults } from "#trace/query-results/query-results.ts";
import { AccessReader } from "./access-reader.ts";
import { decodeBytes, hashOf } from "./byte-table.ts";
import { plainLineOf } from "./json-row.ts";
import type { LineKind } from "./line-kind.ts";
import { idOfText } from "./log-tables.ts";
import type { RequestLog } from "./request-log.ts";

const [brace, quote] = [0x7b, 0x22];

/** Takes the lines of all files, and counts what they are. */
export class LogIntake {
  readonly log: RequestLog;
  readonly results = new QueryResults();
  readonly #reader: AccessReader;
  readonly #firstLines = new Set<number>();
  #atStart = true;
  #rowsBefore = 0;
  #files = 0;
  /** The file that is read begins with a row that another one began with: it is a copy. */
  isCopy = false;
  rows = 0;
  readonly kinds = new Map<LineKind, number>();
  /** Of the lines that are none of an access log, the first unknown one, shape only: letters and digits are blotted out. */
  firstUnknown: string | undefined;

  constructor(log: RequestLog) {
    this.log = log;
    this.#reader = new AccessReader(log.tables);
  }

  /** Files with a row of an access log. */
  get files(): number {
    return this.#files + (this.rows > this.#rowsBefore ? 1 : 0);
  }

  /** `node`: address of the load balancer's node, as the file's name has it. */
  beginFile(node: string | undefined): void {
    this.#reader.nodeOfFile = node === undefined ? -1 : idOfText(this.log.tables.nodes, node);
    this.#files = this.files;
    this.#rowsBefore = this.rows;
    this.#atStart = true;
    this.isCopy = false;
    this.log.others.beginFile();
    this.results.beginFile();
  }

  take(bytes: Uint8Array, from: number, to: number): void {
    if (this.isCopy) return;
    if (this.results.inResult) this.#result(wholeText(bytes, from, to));
    else if (bytes[from] === quote && this.results.header(wholeText(bytes, from, to))) return;
    else if (bytes[from] === brace) this.#json(bytes, from, to);
    else if (this.#reader.read(bytes, from, to)) this.#row(bytes, from, to);
    else this.#other(bytes, from, to);
  }

  #result(text: string): void {
    const line = this.results.line(text, this.log);
    if (line === "counted") return;
    const bytes = line === "unread" ? undefined : latin1(line.accessLine);
    if (bytes !== undefined && this.#reader.read(bytes, 0, bytes.length)) this.#row(bytes, 0, bytes.length);
    else this.kinds.set("unknown", (this.kinds.get("unknown") ?? 0) + 1);
  }

  #row(bytes: Uint8Array, from: number, to: number): void {
    if (this.#atStart && this.#startsLikeAnother(bytes, from, to)) return;
    this.rows += 1;
    this.log.take(this.#reader.row);
  }

  /** Every row holds a time in microseconds and an id, so no two files of different content begin with the same one. */
  #startsLikeAnother(bytes: Uint8Array, from: number, to: number): boolean {
    this.#atStart = false;
    const hash = (hashOf(bytes, from, to) >>> 0) * 2 ** 20 + (hashOf(bytes, from, to, 0x9747b28c) >>> 12);
    this.isCopy = this.#firstLines.has(hash);
    this.#firstLines.add(hash);
    return this.isCopy;
  }

  #json(bytes: Uint8Array, from: number, to: number): void {
    const line = plainLineOf(parsed(bytes, from, to));
    const plain = line === undefined ? undefined : latin1(line);
    if (plain !== undefined && this.#reader.read(plain, 0, plain.length)) this.#row(plain, 0, plain.length);
    else this.#other(bytes, from, to);
  }

  #other(bytes: Uint8Array, from: number, to: number): void {
    const kind = this.log.others.take(bytes, from, to);
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    if (kind === "unknown") this.firstUnknown ??= shapeOf(decodeBytes(bytes, from, Math.min(to, from + 60)));
  }
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);

/** `aaaa 9999-99-99 aaaaa`: what a line looks like without what it says. */
const shapeOf = (text: string): string => text.replace(/[\p{L}]/gu, "a").replace(/\d/g, "9");

function parsed(bytes: Uint8Array, from: number, to: number): unknown {
  try {
    return JSON.parse(wholeText(bytes, from, to)) as unknown;
  } catch {
    return undefined;
  }
}

function wholeText(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at += 1024) text += decodeBytes(bytes, at, to);
  return text;
}
