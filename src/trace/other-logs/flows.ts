import { SlotMap } from "#trace/logs/slot-map.ts";
import { SlotPages } from "#trace/logs/slot-pages.ts";

/** Packets to one address and port, in windows of a minute or ten. */
export interface TargetFlows {
  readonly rejected: SlotMap;
}

export interface FlowWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

const mostTargets = 100_000;
const [syn, rst, synAck] = [2, 4, 18];
const firstClientPort = 32_768;
const longestWindowMs = 660_000;
/** Order of the fields where a file has no header: version 2 ("Flow log records" of the VPC user guide). */
const defaultOrder =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

/** What VPC flow logs say. A record holds a minute or more, so its moments are no better than that. */
export class Flows {
  readonly #targets = new Map<string, TargetFlows>();
  readonly #lastOf = new Map<string, FlowWindow>();
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
    const response = isResponse(Number(text("srcport")), Number(text("dstport")), flags);
    if (address !== "-" && !response) this.#note(address, text("dstport"), { fromMs: from, toMs: to }, rejected);
    return true;
  }

  /** By `address:port`. */
  of(target: string): TargetFlows | undefined {
    return this.#targets.get(target);
  }

  /** Of every port of an address, the window that ended last. */
  lastOf(address: string): FlowWindow | undefined {
    return this.#lastOf.get(address);
  }

  #note(address: string, port: string, { fromMs, toMs }: FlowWindow, rejected: boolean): void {
    const last = this.#lastOf.get(address);
    const isLater = last === undefined || toMs > last.toMs || (toMs === last.toMs && fromMs > last.fromMs);
    if (isLater && (last !== undefined || this.#lastOf.size < mostTargets)) this.#lastOf.set(address, { fromMs, toMs });
    if (!rejected) return;
    const target = this.#targetOf(`${address}:${port}`);
    for (let at = fromMs; at <= toMs; at += 10_000) target?.rejected.mark(at);
  }

  #targetOf(name: string): TargetFlows | undefined {
    const known = this.#targets.get(name);
    if (known !== undefined || this.#targets.size >= mostTargets) return known;
    const made = { rejected: new SlotMap(this.#pages) };
    this.#targets.set(name, made);
    return made;
  }
}

/** What a server sends back: to a port that clients use, or the answer to a connection attempt. */
const isResponse = (from: number, to: number, flags: number): boolean =>
  (flags & synAck) === synAck || (to >= firstClientPort && from < firstClientPort);

const columnsOf = (names: readonly string[]): ReadonlyMap<string, number> => new Map(names.map((name, at) => [name, at]));
