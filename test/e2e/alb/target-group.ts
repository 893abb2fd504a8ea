import type { Sleeper } from "#clock/clock.ts";
import type { HealthCheckSettings } from "./health-check.ts";
import { afterCheck, type HealthRecord } from "./health-record.ts";
import { type Target, targetName } from "./target.ts";
import {
  type CheckResult,
  draining,
  firstChecks,
  notInUse,
  notRegistered,
  registering,
  type TargetHealth,
} from "./target-health.ts";

export interface TargetGroupSettings {
  readonly healthCheck: HealthCheckSettings;
  readonly deregistrationDelayMs: number;
  /** False where no listener rule forwards to the group. */
  readonly inUse: boolean;
}

export interface TargetChange {
  readonly group: string;
  readonly target: Target;
  readonly health: TargetHealth;
  readonly atMs: number;
}

export interface TargetGroupTools {
  readonly clock: Sleeper;
  /** From RegisterTargets to the first health check. */
  readonly registrationMs: number;
  readonly check: (target: Target, settings: HealthCheckSettings) => Promise<CheckResult>;
}

interface Registration extends HealthRecord {
  readonly target: Target;
  /** Ends its health checks or its delay. */
  readonly ended: AbortController;
}

/**
 * What the ELBv2 API knows of a target group: RegisterTargets, DeregisterTargets and DescribeTargetHealth.
 * The load balancer's own nodes learn of it later, see NodeView.
 */
export class TargetGroup {
  readonly name: string;
  readonly #tools: TargetGroupTools;
  readonly #registrations = new Map<string, Registration>();
  readonly #listeners = new Set<(change: TargetChange) => void>();
  #settings: TargetGroupSettings;

  constructor(name: string, settings: TargetGroupSettings, tools: TargetGroupTools) {
    this.name = name;
    this.#settings = settings;
    this.#tools = tools;
  }

  get settings(): TargetGroupSettings {
    return this.#settings;
  }

  /** A delay that is under way keeps its length. */
  configure(settings: TargetGroupSettings): void {
    this.#settings = settings;
  }

  /** A target that is draining is registered anew; one that is registered is left alone. */
  register(targets: readonly Target[]): void {
    for (const target of targets) {
      const known = this.#registrations.get(targetName(target));
      if (known === undefined || known.health.State === "draining") this.#begin(target);
    }
  }

  deregister(targets: readonly Target[]): void {
    for (const target of targets) {
      const known = this.#registrations.get(targetName(target));
      if (known !== undefined && known.health.State !== "draining") this.#drain(known);
    }
  }

  /** Registered and draining targets; one whose delay has passed is no longer listed. */
  describe(): readonly { readonly target: Target; readonly health: TargetHealth }[] {
    return [...this.#registrations.values()].map(({ target, health }) => ({ target, health }));
  }

  /** Of one target that is asked for by name; `unused` where it is not registered. */
  healthOf(target: Target): TargetHealth {
    return this.#registrations.get(targetName(target))?.health ?? notRegistered;
  }

  /** Called at every change of a target's state or reason, at once. */
  onChange(listener: (change: TargetChange) => void): void {
    this.#listeners.add(listener);
  }

  /** Ends every timer. The controller's deletion of a target group is immediate too and waits for no delay (AWS Load Balancer Controller #3739). */
  close(): void {
    for (const { target, ended } of [...this.#registrations.values()]) {
      ended.abort();
      this.#registrations.delete(targetName(target));
      this.#tell(target, notRegistered);
    }
  }

  #begin(target: Target): void {
    this.#registrations.get(targetName(target))?.ended.abort();
    const ended = new AbortController();
    const health = this.#settings.inUse ? registering : notInUse;
    this.#set({ target, ended, health, against: 0 });
    if (this.#settings.inUse) void this.#checkUntilEnded(target, ended.signal);
  }

  async #checkUntilEnded(target: Target, ended: AbortSignal): Promise<void> {
    const { clock, registrationMs, check } = this.#tools;
    await clock.sleep(registrationMs, ended);
    if (ended.aborted) return;
    this.#update(target, { health: firstChecks, against: 0 });
    while (!ended.aborted) {
      const { healthCheck } = this.#settings;
      const result = await check(target, healthCheck);
      const known = this.#registrations.get(targetName(target));
      if (ended.aborted || known === undefined) return;
      this.#update(target, afterCheck(known, result, healthCheck));
      await clock.sleep(healthCheck.intervalMs, ended);
    }
  }

  #drain(known: Registration): void {
    known.ended.abort();
    const ended = new AbortController();
    this.#set({ target: known.target, ended, health: draining, against: 0 });
    void this.#removeAfterDelay(known.target, ended.signal);
  }

  async #removeAfterDelay(target: Target, ended: AbortSignal): Promise<void> {
    await this.#tools.clock.sleep(this.#settings.deregistrationDelayMs, ended);
    if (ended.aborted) return;
    this.#registrations.delete(targetName(target));
    this.#tell(target, notRegistered);
  }

  #update(target: Target, record: HealthRecord): void {
    const known = this.#registrations.get(targetName(target));
    if (known !== undefined) this.#set({ ...known, ...record });
  }

  #set(registration: Registration): void {
    const key = targetName(registration.target);
    const before = this.#registrations.get(key)?.health;
    this.#registrations.set(key, registration);
    if (JSON.stringify(before) !== JSON.stringify(registration.health)) this.#tell(registration.target, registration.health);
  }

  #tell(target: Target, health: TargetHealth): void {
    const change = { group: this.name, target, health, atMs: this.#tools.clock.nowMs() };
    for (const listener of this.#listeners) listener(change);
  }
}
