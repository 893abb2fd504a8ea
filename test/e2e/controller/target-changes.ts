import { type Target, targetName } from "../alb/target.ts";
import type { TargetHealth } from "../alb/target-health.ts";

export interface TargetChanges<T extends Target> {
  readonly deregister: readonly Target[];
  readonly register: readonly T[];
}

/**
 * What one reconcile asks of the ELBv2 API, in this order: deregistering comes first (AWS Load Balancer Controller #3621). Draining
 * targets count as gone, so a Pod that got the address of one is registered.
 */
export function targetChanges<T extends Target>(
  wanted: readonly T[],
  described: readonly { readonly target: Target; readonly health: TargetHealth }[],
): TargetChanges<T> {
  const registered = described.filter(({ health }) => health.State !== "draining").map(({ target }) => target);
  return { deregister: without(registered, wanted), register: without(wanted, registered) };
}

function without<T extends Target>(targets: readonly T[], others: readonly Target[]): readonly T[] {
  const names = new Set(others.map(targetName));
  return targets.filter((target) => !names.has(targetName(target)));
}
