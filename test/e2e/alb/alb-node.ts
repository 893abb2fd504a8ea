import type { Sleeper } from "#clock/clock.ts";
import { NodeView } from "./node-view.ts";
import { type Target, targetName } from "./target.ts";
import type { TargetGroup } from "./target-group.ts";
import { UpstreamAgent } from "./upstream-agent.ts";

/** One of the machines that a load balancer is made of: its own view of the targets and its own connections to them. */
export class AlbNode {
  readonly agent: UpstreamAgent;
  /** As the access log names it. */
  readonly address: string;
  readonly #clock: Sleeper;
  readonly #deregistrationLagMs: number;
  readonly #views = new Map<TargetGroup, NodeView>();
  readonly #inFlight = new Map<string, Set<AbortController>>();

  constructor(address: string, deregistrationLagMs: number, idleTimeoutMs: number, clock: Sleeper) {
    this.address = address;
    this.#deregistrationLagMs = deregistrationLagMs;
    this.#clock = clock;
    this.agent = new UpstreamAgent(idleTimeoutMs);
  }

  /** From now on the node knows the group; it learns of later changes after its lag. */
  follow(group: TargetGroup): void {
    if (this.#views.has(group)) return;
    const view = new NodeView(group, this.#deregistrationLagMs, this.#clock);
    view.onRemoved((target) => this.#cut(group, target));
    this.#views.set(group, view);
  }

  unfollow(group: TargetGroup): void {
    this.#views.get(group)?.close();
    this.#views.delete(group);
  }

  choose(group: TargetGroup): Target | undefined {
    return this.#views.get(group)?.next();
  }

  /** Aborted when the target's delay ends while `work` goes on. */
  async during<T>(group: TargetGroup, target: Target, work: (cut: AbortSignal) => Promise<T>): Promise<T> {
    const cut = new AbortController();
    const key = keyOf(group, target);
    const others = this.#inFlight.get(key) ?? new Set();
    this.#inFlight.set(key, others.add(cut));
    try {
      return await work(cut.signal);
    } finally {
      others.delete(cut);
    }
  }

  close(): void {
    for (const view of this.#views.values()) view.close();
    this.agent.destroy();
  }

  #cut(group: TargetGroup, target: Target): void {
    for (const request of this.#inFlight.get(keyOf(group, target)) ?? []) request.abort();
  }
}

const keyOf = (group: TargetGroup, target: Target): string => `${group.name} ${targetName(target)}`;
