import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Sleeper } from "#clock/clock.ts";
import { NodeView } from "./node-view.ts";
import { type Target, targetName } from "./target.ts";
import type { TargetChange, TargetGroup } from "./target-group.ts";
import type { LoadBalancerTiming } from "./timing.ts";

/** Attributes of the target group that decide what becomes of flows that exist. */
export interface FlowSettings {
  /** `deregistration_delay.connection_termination.enabled`, false by default. */
  readonly endWithDelay: boolean;
  /** `target_health_state.unhealthy.connection_termination.enabled`, true by default. */
  readonly endWhenUnhealthy: boolean;
}

/** One connection that a client made, from its first packet to its end. */
export interface FlowLogEntry {
  readonly targetGroup: string;
  readonly createdMs: number;
  readonly endedMs: number;
  /** Undefined where no target was there to take it. */
  readonly target: Target | undefined;
  readonly ending: "closed" | "no-target" | "no-connection" | "reset";
}

export interface NlbOptions {
  readonly host: string;
  readonly group: TargetGroup;
  readonly timing: LoadBalancerTiming;
  readonly flows: FlowSettings;
  readonly clock: Sleeper;
  readonly addressOf: (target: Target) => { readonly host: string; readonly port: number };
  readonly log: (entry: FlowLogEntry) => void;
}

/**
 * One TCP listener of a Network Load Balancer: a flow is bound to one target when it begins and stays there. It ends with client or
 * target, and by the load balancer only as the attributes say; the end of the delay alone ends none ("Deregistration delay" of the
 * user guide for Network Load Balancers).
 */
export class Nlb {
  readonly #options: NlbOptions;
  readonly #views: readonly NodeView[];
  readonly #server: Server;
  readonly #flows = new Map<string, Set<() => void>>();
  #turn = 0;

  constructor(options: NlbOptions) {
    this.#options = options;
    const { group, timing, clock, flows } = options;
    this.#views = timing.deregistrationLagMs.map((lagMs) => new NodeView(group, lagMs, clock));
    if (flows.endWithDelay) for (const view of this.#views) view.onRemoved((target) => this.#reset(target));
    if (flows.endWhenUnhealthy) group.onChange((change) => this.#onHealth(change));
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#take(client));
  }

  /** `host:port` */
  async listen(): Promise<string> {
    await once(this.#server.listen(0, this.#options.host), "listening");
    return `${this.#options.host}:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    for (const view of this.#views) view.close();
    for (const flows of this.#flows.values()) for (const end of flows) end();
  }

  #take(client: Socket): void {
    const { clock, log, addressOf, timing, group } = this.#options;
    const { name: targetGroup } = group;
    const createdMs = clock.nowMs();
    client.on("error", () => {});
    this.#turn += 1;
    const target = this.#views[this.#turn % this.#views.length]?.next();
    if (target === undefined) {
      client.resetAndDestroy();
      log({ targetGroup, createdMs, endedMs: createdMs, target, ending: "no-target" });
      return;
    }
    const upstream = connect({ ...addressOf(target), allowHalfOpen: true });
    let ending: FlowLogEntry["ending"] = "no-connection";
    const reset = (): void => {
      if (ending === "closed") ending = "reset";
      client.resetAndDestroy();
      upstream.destroy();
    };
    const flows = this.#flows.get(targetName(target)) ?? new Set();
    this.#flows.set(targetName(target), flows.add(reset));
    upstream.setTimeout(timing.connectTimeoutMs, reset);
    upstream.once("connect", () => {
      ending = "closed";
      upstream.setTimeout(timing.idleTimeoutMs, reset);
      client.pipe(upstream);
      upstream.pipe(client);
    });
    upstream.on("error", reset);
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => {
      flows.delete(reset);
      if (ending === "no-connection") client.resetAndDestroy();
      log({ targetGroup, createdMs, endedMs: clock.nowMs(), target, ending });
    });
  }

  #onHealth({ target, health }: TargetChange): void {
    if (health.State === "unhealthy") this.#reset(target);
  }

  #reset(target: Target): void {
    for (const reset of [...(this.#flows.get(targetName(target)) ?? [])]) reset();
  }
}
