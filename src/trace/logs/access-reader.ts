import { accessField, knownFields, neededFields } from "./access-fields.ts";
import { type AccessRow, emptyRow, isFailure } from "./access-row.ts";
import type { ByteTable } from "./byte-table.ts";
import { readFailureFields } from "./failure-fields.ts";
import type { LogTables } from "./log-tables.ts";
import { readInteger, readMilliseconds } from "./read-number.ts";
import { TimeReader } from "./read-time.ts";
import { scanFields } from "./scan-fields.ts";

const [letterW, letterS, dash] = [0x77, 0x73, 0x2d];

/** Reads lines of an ALB access log into one row. */
export class AccessReader {
  readonly row: AccessRow = emptyRow();
  readonly tables: LogTables;
  /** Number of the node whose file is read; lines before mid-2026 do not name it. */
  nodeOfFile = -1;
  readonly #spans = new Int32Array(2 * knownFields);
  readonly #done = new TimeReader();
  readonly #created = new TimeReader();

  constructor(tables: LogTables) {
    this.tables = tables;
  }

  /** False where the line is not one of an access log; the row is then not to be used. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    const count = scanFields(bytes, from, to, this.#spans, knownFields);
    if (count < neededFields) return false;
    if (!this.#times(bytes, count) || !this.#outcome(bytes)) return false;
    this.#names(bytes, count);
    if (isFailure(this.row)) readFailureFields(this.row, bytes, this.#spans, count, this.tables);
    return true;
  }

  #start(field: number): number {
    return this.#spans[2 * field] ?? 0;
  }

  #end(field: number): number {
    return this.#spans[2 * field + 1] ?? 0;
  }

  #times(bytes: Uint8Array, count: number): boolean {
    const { row } = this;
    row.doneMs = this.#done.read(bytes, this.#start(accessField.time), this.#end(accessField.time));
    if (Number.isNaN(row.doneMs)) return false;
    row.requestMs = this.#duration(bytes, accessField.requestTime);
    row.targetMs = this.#duration(bytes, accessField.targetTime);
    row.responseMs = this.#duration(bytes, accessField.responseTime);
    const created =
      count > accessField.created
        ? this.#created.read(bytes, this.#start(accessField.created), this.#end(accessField.created))
        : Number.NaN;
    // Lines of before 2018 have no time of arrival.
    row.createdMs = Number.isNaN(created) ? row.doneMs - sumOf(row) : created;
    return true;
  }

  #duration(bytes: Uint8Array, field: number): number {
    return readMilliseconds(bytes, this.#start(field), this.#end(field));
  }

  #outcome(bytes: Uint8Array): boolean {
    const { row } = this;
    row.status = readInteger(bytes, this.#start(accessField.status), this.#end(accessField.status));
    row.targetStatus = readInteger(bytes, this.#start(accessField.targetStatus), this.#end(accessField.targetStatus));
    return row.status >= 0 || bytes[this.#start(accessField.status)] === dash;
  }

  #names(bytes: Uint8Array, count: number): void {
    const { row, tables } = this;
    const type = this.#start(accessField.type);
    row.webSocket = bytes[type] === letterW && bytes[type + 1] === letterS;
    row.loadBalancer = this.#named(tables.loadBalancers, bytes, accessField.loadBalancer);
    row.target = this.#named(tables.targets, bytes, accessField.target);
    row.targetGroup = count > accessField.targetGroup ? this.#named(tables.targetGroups, bytes, accessField.targetGroup) : -1;
    const node = count > accessField.node ? this.#named(tables.nodes, bytes, accessField.node) : -1;
    row.node = node < 0 ? this.nodeOfFile : node;
    row.method = count > accessField.request ? methodAt(bytes, this.#start(accessField.request)) : 3;
  }

  #named(table: ByteTable, bytes: Uint8Array, field: number): number {
    const [start, end] = [this.#start(field), this.#end(field)];
    return end <= start || (end - start === 1 && bytes[start] === dash) ? -1 : table.idOf(bytes, start, end);
  }
}

const sumOf = ({ requestMs, targetMs, responseMs }: AccessRow): number =>
  Math.max(requestMs, 0) + Math.max(targetMs, 0) + Math.max(responseMs, 0);

const [letterG, letterP, letterO, letterU] = [0x47, 0x50, 0x4f, 0x55];

/** Index in `methods`, by the first two letters. */
function methodAt(bytes: Uint8Array, at: number): number {
  if (bytes[at] === letterG) return 0;
  if (bytes[at] !== letterP) return 3;
  if (bytes[at + 1] === letterO) return 1;
  return bytes[at + 1] === letterU ? 2 : 3;
}
