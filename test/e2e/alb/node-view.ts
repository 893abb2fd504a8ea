import type { Sleeper } from "#clock/clock.ts";
import { type Target, targetName } from "./target.ts";
import type { TargetChange, TargetGroup } from "./target-group.ts";
import type { TargetHealth } from "./target-health.ts";

interface Seen {
  readonly target: Target;
  readonly health: TargetHealth;
}

/**
 * What one node of a load balancer believes about a target group. Health it finds out itself; that a target was deregistered it
 * learns after a lag, and until then sends it new requests. The user guide says "as soon as you deregister it", while access logs
 * show requests some seconds later (AWS Load Balancer Controller #1064 and #2366 for the lag of ALB and of NLB).
 */
export class NodeView {
  readonly #clock: Sleeper;
  readonly #deregistrationLagMs: number;
  readonly #seen = new Map<string, Seen>();
  readonly #lastDueMs = new Map<string, number>();
  readonly #onRemoved: ((target: Target) => void)[] = [];
  readonly #closed = new AbortController();
  #turn = 0;

  constructor(group: TargetGroup, deregistrationLagMs: number, clock: Sleeper) {
    this.#clock = clock;
    this.#deregistrationLagMs = deregistrationLagMs;
    for (const seen of group.describe()) this.#seen.set(targetName(seen.target), seen);
    group.onChange((change) => void this.#hear(change));
  }

  /** Round robin over the targets that take requests now; undefined where there is none. */
  next(): Target | undefined {
    const eligible = eligibleTargets([...this.#seen.values()]);
    this.#turn += 1;
    return eligible[this.#turn % Math.max(eligible.length, 1)];
  }

  healthOf(target: Target): TargetHealth | undefined {
    return this.#seen.get(targetName(target))?.health;
  }

  /** The delay of a target has passed and this node knows it: what is still in flight to it has no more time. */
  onRemoved(listener: (target: Target) => void): void {
    this.#onRemoved.push(listener);
  }

  close(): void {
    this.#closed.abort();
  }

  /** Changes of one target stay in order: a delay shorter than the lag does not make the news travel faster. */
  async #hear({ target, health, atMs }: TargetChange): Promise<void> {
    const key = targetName(target);
    const lagMs = health.State === "draining" ? this.#deregistrationLagMs : 0;
    const dueMs = Math.max(atMs + lagMs, this.#lastDueMs.get(key) ?? 0);
    this.#lastDueMs.set(key, dueMs);
    if (dueMs > atMs) await this.#clock.sleep(dueMs - atMs, this.#closed.signal);
    if (this.#closed.signal.aborted) return;
    if (health.State !== "unused") {
      this.#seen.set(key, { target, health });
      return;
    }
    this.#seen.delete(key);
    for (const listener of this.#onRemoved) listener(target);
  }
}

/**
 * Healthy ones; where there is none, the load balancer fails open to every other one, unhealthy or draining. One that is still
 * `initial` takes nothing: with only old targets draining and new ones initial it is the draining ones that answer, as a roll-out
 * without readiness gates shows.
 */
export function eligibleTargets(seen: readonly Seen[]): readonly Target[] {
  const healthy = seen.filter(({ health }) => health.State === "healthy");
  const open = seen.filter(({ health }) => health.State === "unhealthy" || health.State === "draining");
  return (healthy.length > 0 ? healthy : open).map(({ target }) => target);
}
