import { accessField } from "./access-fields.ts";
import type { AccessRow } from "./access-row.ts";
import { hashOf } from "./byte-table.ts";
import type { LogTables } from "./log-tables.ts";

const [comma, dash, space, question] = [0x2c, 0x2d, 0x20, 0x3f];

/** What only failures need: why the load balancer responded itself, and what tells the row apart from others. */
export function readFailureFields(row: AccessRow, bytes: Uint8Array, spans: Int32Array, count: number, tables: LogTables): void {
  const start = (field: number): number => (field < count ? (spans[2 * field] ?? 0) : 0);
  const end = (field: number): number => (field < count ? (spans[2 * field + 1] ?? 0) : 0);
  row.action = actionAt(bytes, start(accessField.actions), end(accessField.actions));
  const reason = start(accessField.errorReason);
  const reasonEnd = end(accessField.errorReason);
  row.errorReason =
    reasonEnd - reason <= 1 && (reasonEnd === reason || bytes[reason] === dash)
      ? -1
      : tables.errorReasons.idOf(bytes, reason, reasonEnd);
  const url = urlSpan(bytes, start(accessField.request), end(accessField.request));
  row.pathHash = hashOf(bytes, url.from, url.to);
  tables.shown.notePath(row.pathHash, bytes, url.from, url.to);
  const [client, clientEnd] = [start(accessField.client), end(accessField.client)];
  row.clientHash = hashOf(bytes, client, clientEnd);
  tables.shown.noteClient(row.clientHash, bytes, client, clientEnd);
  const trace = hashOf(bytes, start(accessField.traceId), end(accessField.traceId));
  const time = hashOf(bytes, start(accessField.time), end(accessField.time), trace);
  row.hashA = hashOf(bytes, client, clientEnd, time);
  row.hashB = hashOf(bytes, start(accessField.traceId), end(accessField.traceId), Math.imul(time, 0x85ebca6b) ^ 0x27d4eb2f);
}

/** Index in `rowActions` of the last action of a list. */
function actionAt(bytes: Uint8Array, from: number, to: number): number {
  let start = to;
  while (start > from && bytes[start - 1] !== comma) start -= 1;
  switch (bytes[start]) {
    case letter.f:
      return bytes[start + 1] === letter.i ? 1 : 0;
    case letter.r:
      // A rewrite is followed by a forward, so a list that ends in `re` ends in a redirect.
      return 1;
    case letter.w:
      return 2;
    case letter.a:
    case letter.j:
      return 3;
    default:
      return 4;
  }
}

const letter = { a: 0x61, f: 0x66, i: 0x69, j: 0x6a, r: 0x72, w: 0x77 } as const;

/** Of the path alone: without the query, and whatever the method. Spaces may stand in it, so it ends at the last one. */
function urlSpan(bytes: Uint8Array, from: number, to: number): { readonly from: number; readonly to: number } {
  let start = from;
  while (start < to && bytes[start] !== space) start += 1;
  let end = to;
  while (end > start && bytes[end - 1] !== space) end -= 1;
  let query = start;
  while (query < end && bytes[query] !== question) query += 1;
  return { from: start, to: query };
}
