import { SlotMap } from "#trace/logs/slot-map.ts";
import { SlotPages } from "#trace/logs/slot-pages.ts";

/** Packets to one address and port, in windows of a minute or ten. */
export interface TargetFlows {
  readonly rejected: SlotMap;
  /** Of the window that ended last: when it began, and when it ended. */
  lastFromMs: number;
  lastToMs: number;
}

const mostTargets = 100_000;
const [syn, rst] = [2, 4];
const longestWindowMs = 660_000;
/** Order of the fields where a file has no header: version 2 ("Flow log records" of the VPC user guide). */
const defaultOrder =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

/** What VPC flow logs say. A record holds a minute or more, so its moments are no better than that. */
export class Flows {
  readonly #targets = new Map<string, TargetFlows>();
  readonly #pages = new SlotPages();
  #columns = columnsOf(defaultOrder.split(" "));
  records = 0;
  rejected = 0;
  /** Records with a reset. */
  resets = 0;
  /** Records with a connection attempt and nothing else: nobody answered. */
  unanswered = 0;
  /** Records of a window that AWS could not log. */
  gaps = 0;

  /** The order of the fields that follow. */
  header(names: readonly string[]): void {
    this.#columns = columnsOf(names);
  }

  take(fields: readonly string[]): boolean {
    const text = (name: string): string => fields[this.#columns.get(name) ?? -1] ?? "-";
    if (text("log-status") === "SKIPDATA") this.gaps += 1;
    const [from, to] = [Number(text("start")) * 1000, Number(text("end")) * 1000];
    if (!(from > 0 && to >= from && to - from < longestWindowMs)) return false;
    this.records += 1;
    const flags = Number(text("tcp-flags"));
    const rejected = text("action") === "REJECT";
    if (rejected) this.rejected += 1;
    if ((flags & rst) !== 0) this.resets += 1;
    if (flags === syn) this.unanswered += 1;
    const address = text("pkt-dstaddr") === "-" ? text("dstaddr") : text("pkt-dstaddr");
    if (address !== "-") this.#note(`${address}:${text("dstport")}`, from, to, rejected);
    return true;
  }

  /** By `address:port`. */
  of(target: string): TargetFlows | undefined {
    return this.#targets.get(target);
  }

  /** Of every port of an address, the window that ended last. */
  lastOf(address: string): { readonly fromMs: number; readonly toMs: number } | undefined {
    let last: { readonly fromMs: number; readonly toMs: number } | undefined;
    for (const [target, { lastFromMs, lastToMs }] of this.#targets) {
      if (target.slice(0, target.lastIndexOf(":")) !== address) continue;
      if (last === undefined || lastToMs > last.toMs) last = { fromMs: lastFromMs, toMs: lastToMs };
    }
    return last;
  }

  #note(target: string, from: number, to: number, rejected: boolean): void {
    const known = this.#targets.get(target) ?? this.#added(target);
    if (known === undefined) return;
    if (to > known.lastToMs || (to === known.lastToMs && from > known.lastFromMs)) {
      known.lastFromMs = from;
      known.lastToMs = to;
    }
    if (rejected) for (let at = from; at <= to; at += 10_000) known.rejected.mark(at);
  }

  #added(target: string): TargetFlows | undefined {
    if (this.#targets.size >= mostTargets) return undefined;
    const made = { rejected: new SlotMap(this.#pages), lastFromMs: Number.NEGATIVE_INFINITY, lastToMs: Number.NEGATIVE_INFINITY };
    this.#targets.set(target, made);
    return made;
  }
}

const columnsOf = (names: readonly string[]): ReadonlyMap<string, number> => new Map(names.map((name, at) => [name, at]));
