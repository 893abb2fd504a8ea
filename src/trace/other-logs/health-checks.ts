import { SlotMap } from "#trace/logs/slot-map.ts";
import { SlotPages } from "#trace/logs/slot-pages.ts";
import { parseUtc } from "#trace/time/utc.ts";
import { NamedCounts } from "./named-counts.ts";

/** Health checks of one target, by all nodes. */
export interface TargetChecks {
  readonly passes: SlotMap;
  readonly fails: SlotMap;
  firstMs: number;
  firstPassMs: number;
}

const mostTargets = 100_000;

/** What a health check log says ("Health check log entries" of the user guide): type, time, latency, target, group, status, code, reason, … */
export class HealthChecks {
  readonly #targets = new Map<string, TargetChecks>();
  readonly #pages = new SlotPages();
  readonly reasons = new NamedCounts();
  checks = 0;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;

  take([, time = "", , target = "", , status = "", , reason = ""]: readonly string[]): boolean {
    const atMs = parseUtc(time);
    if (atMs === undefined) return false;
    this.checks += 1;
    this.firstMs = Math.min(this.firstMs, atMs);
    this.lastMs = Math.max(this.lastMs, atMs);
    if (status === "FAIL") this.reasons.add(reason);
    const known = this.#targetOf(target);
    if (known === undefined) return true;
    known.firstMs = Math.min(known.firstMs, atMs);
    (status === "PASS" ? known.passes : known.fails).mark(atMs);
    if (status === "PASS") known.firstPassMs = Math.min(known.firstPassMs, atMs);
    return true;
  }

  /** By `address:port`, whatever the group: it is one process that passes or fails. */
  of(target: string): TargetChecks | undefined {
    return this.#targets.get(target);
  }

  get targets(): number {
    return this.#targets.size;
  }

  #targetOf(target: string): TargetChecks | undefined {
    const known = this.#targets.get(target);
    if (known !== undefined || this.#targets.size >= mostTargets) return known;
    const made = {
      passes: new SlotMap(this.#pages),
      fails: new SlotMap(this.#pages),
      firstMs: Number.POSITIVE_INFINITY,
      firstPassMs: Number.POSITIVE_INFINITY,
    };
    this.#targets.set(target, made);
    return made;
  }
}
