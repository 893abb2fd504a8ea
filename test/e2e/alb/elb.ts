import type { Sleeper } from "#clock/clock.ts";
import type { AccessLogEntry } from "./access-log.ts";
import { Alb, type AlbRule } from "./alb.ts";
import { checkTarget } from "./health-check.ts";
import { type FlowLogEntry, type FlowSettings, Nlb } from "./nlb.ts";
import type { Target } from "./target.ts";
import { type TargetChange, TargetGroup, type TargetGroupSettings } from "./target-group.ts";
import type { LoadBalancerTiming } from "./timing.ts";

export interface ElbOptions {
  /** Where the load balancers listen. */
  readonly host: string;
  readonly clock: Sleeper;
  readonly albTiming: LoadBalancerTiming;
  readonly nlbTiming: LoadBalancerTiming;
  readonly addressOf?: (target: Target) => { readonly host: string; readonly port: number };
  readonly onAccess?: (entry: AccessLogEntry) => void;
  readonly onFlow?: (entry: FlowLogEntry) => void;
  readonly onTargetChange?: (change: TargetChange) => void;
}

/** Everything of the ELBv2 API that a controller needs, and the load balancers behind it. */
export class Elb {
  readonly #options: ElbOptions;
  readonly #groups = new Map<string, TargetGroup>();
  readonly #albs = new Map<string, Alb>();
  readonly #nlbs = new Map<string, { readonly nlb: Nlb; readonly address: string }>();

  constructor(options: ElbOptions) {
    this.#options = options;
  }

  targetGroup(name: string): TargetGroup | undefined {
    return this.#groups.get(name);
  }

  putTargetGroup(name: string, settings: TargetGroupSettings, kind: "alb" | "nlb"): TargetGroup {
    const known = this.#groups.get(name);
    if (known !== undefined) {
      known.configure(settings);
      return known;
    }
    const { clock, albTiming, nlbTiming, onTargetChange } = this.#options;
    const { registrationMs } = kind === "alb" ? albTiming : nlbTiming;
    const check = (target: Target): ReturnType<typeof checkTarget> => {
      const { host, port } = this.#addressOf(target);
      return checkTarget({ ip: host, port }, made.settings.healthCheck);
    };
    const made = new TargetGroup(name, settings, { clock, registrationMs, check });
    if (onTargetChange !== undefined) made.onChange(onTargetChange);
    this.#groups.set(name, made);
    return made;
  }

  deleteTargetGroup(name: string): void {
    this.#groups.get(name)?.close();
    this.#groups.delete(name);
    this.#nlbs.get(name)?.nlb.close();
    this.#nlbs.delete(name);
  }

  /** Once made it keeps its idle timeout, which is that of the options where none is given. */
  async putAlb(name: string, rules: readonly AlbRule[], idleTimeoutMs?: number): Promise<void> {
    const alb = this.#albs.get(name) ?? (await this.#newAlb(name, idleTimeoutMs));
    alb.setRules(rules);
  }

  /** Once made it keeps its settings. */
  async putNlb(group: TargetGroup, flows: FlowSettings): Promise<void> {
    if (this.#nlbs.has(group.name)) return;
    const { host, clock, nlbTiming: timing, onFlow: log = () => {} } = this.#options;
    const nlb = new Nlb({ host, group, timing, flows, clock, addressOf: (target) => this.#addressOf(target), log });
    this.#nlbs.set(group.name, { nlb, address: await nlb.listen() });
  }

  /** Of an ALB by the name of its IngressGroup, or of an NLB by the name of its target group; undefined while there is none. */
  urlOf(name: string): string | undefined {
    const nlb = this.#nlbs.get(name);
    return nlb === undefined ? this.#albs.get(name)?.url : `http://${nlb.address}`;
  }

  async close(): Promise<void> {
    for (const alb of this.#albs.values()) await alb.close();
    for (const name of [...this.#groups.keys()]) this.deleteTargetGroup(name);
  }

  async #newAlb(name: string, idleTimeoutMs: number | undefined): Promise<Alb> {
    const { host, clock, albTiming, onAccess: log = () => {} } = this.#options;
    const timing = { ...albTiming, idleTimeoutMs: idleTimeoutMs ?? albTiming.idleTimeoutMs };
    const alb = new Alb({ name, host, timing, clock, addressOf: (target) => this.#addressOf(target), log });
    this.#albs.set(name, alb);
    await alb.listen();
    return alb;
  }

  #addressOf(target: Target): { readonly host: string; readonly port: number } {
    return this.#options.addressOf?.(target) ?? { host: target.ip, port: target.port };
  }
}
