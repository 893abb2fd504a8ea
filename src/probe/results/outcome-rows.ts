import { type AccessRow, emptyRow, rowActions } from "#trace/logs/access-row.ts";
import type { LogTables } from "#trace/logs/log-tables.ts";
import type { Outcome } from "./outcome.ts";

const unused = -1;
/** A header that holds another name in each response names no Pod. */
const mostPods = 5000;

/**
 * A request of the probe as a row of a log, so that it is kept, measured and judged like one. A client does not see the target: it is
 * named only where the application names its Pod. The action says who wrote the response: `forward` the load balancer, `none` nobody knows.
 */
export class OutcomeRows {
  readonly #tables: LogTables;
  readonly #row: AccessRow = emptyRow();
  readonly #pods = new Set<string>();
  #count = 0;

  constructor(tables: LogTables, host: string) {
    this.#tables = tables;
    this.#row.loadBalancer = idOf(tables.loadBalancers, host);
    this.#row.targetGroup = idOf(tables.targetGroups, host);
  }

  /** The one row, with this request in it. */
  row(outcome: Outcome): AccessRow {
    const row = this.#row;
    const { status, error, sent, responder } = outcome;
    const whole = error === undefined;
    row.createdMs = outcome.sentMs;
    row.doneMs = outcome.sentMs + outcome.durationMs;
    row.node = idOf(this.#tables.nodes, outcome.address);
    row.target = this.#targetOf(outcome.pod);
    row.status = whole ? status : 0;
    row.targetStatus = whole && (responder === "application" || status < 500) ? status : unused;
    row.requestMs = sent ? 0 : unused;
    row.targetMs = sent && error !== "timeout" ? Math.round(outcome.durationMs) : unused;
    row.responseMs = whole && row.targetStatus >= 0 ? 0 : unused;
    row.action = rowActions.indexOf(responder === "unknown" && whole ? "none" : "forward");
    this.#count += 1;
    row.hashA = this.#count;
    row.hashB = scattered(this.#count);
    return row;
  }

  #targetOf(pod: string | undefined): number {
    if (pod === undefined || (!this.#pods.has(pod) && this.#pods.size >= mostPods)) return unused;
    this.#pods.add(pod);
    return idOf(this.#tables.targets, pod);
  }
}

function idOf(table: LogTables["nodes"], text: string): number {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
  return table.idOf(bytes, 0, bytes.length);
}

/** Spreads numbers evenly over 32 bits (the finalizer of MurmurHash3): the store samples by this half. */
function scattered(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
