import type { GivenContext } from "#assessment/context.ts";
import type { Timers } from "#clock/clock.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { AuditedWorkload } from "#model/reports/audit-report.ts";
import { keys } from "#model/settings/keys.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { contentHash } from "#reports/content-hash.ts";
import { restartCause } from "#restart/restart-cause.ts";
import { restartablePath, restartPatch } from "#restart/restart-patch.ts";
import { withPrimary } from "#workloads/flagger-primary.ts";
import type { EventWriter } from "./event-writer.ts";
import type { JudgedWorkload } from "./judge-workload.ts";
import type { WritePace } from "./write-pace.ts";

export type RestartResult = { readonly workload: string; readonly route: string; readonly error?: unknown };

interface NewRouteRestartsParts {
  readonly client: ApiClient;
  readonly clock: Timers;
  readonly remainingMs: () => number;
  readonly pace: WritePace;
  /** The oldest Pod may be as old as this, in seconds. */
  readonly withinSeconds: number;
  readonly events: EventWriter | undefined;
  readonly onResult: (result: RestartResult) => void;
}

/**
 * Restarts a workload whose first Pods were created before its route, as happens when an application is installed: its Ingress is
 * stored a moment after its Deployment. Once for each workload and route, and never a workload that has run for longer. Of a Canary it
 * is the primary, which serves the traffic, as soon as there is one.
 */
export class NewRouteRestarts {
  readonly #parts: NewRouteRestartsParts;
  readonly #done = new Set<string>();
  #waiting: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: NewRouteRestartsParts) {
    this.#parts = parts;
  }

  consider({ workload, audited }: JudgedWorkload, context: GivenContext): void {
    // In every other mode new Pods would be as the old ones are.
    if (audited.explanation.mode !== "enforce" || audited.outdatedPods === 0) return;
    const [target, primary] = withPrimary(workload, context.view);
    // To restart a target that has a primary would be a release, or start the one under way again.
    this.#considerPodsOf(primary ?? target ?? workload, audited, context);
  }

  #considerPodsOf(workload: Workload, audited: AuditedWorkload, context: GivenContext): void {
    const cause = restartCause(workload, audited, context);
    if (cause?.newerRoute === undefined || cause.oldestPod === undefined) return;
    const ageMs = this.#parts.clock.nowMs() - Date.parse(cause.oldestPod);
    if (!(ageMs <= this.#parts.withinSeconds * 1000)) return;
    const route = `${printRef(cause.newerRoute.route)} ${cause.newerRoute.created}`;
    const once = `${workload.uid} ${route}`;
    if (workload.annotations[keys.restartedFor] === route || this.#done.has(once)) return;
    this.#done.add(once);
    this.#waiting = this.#waiting.then(() => this.#restart(workload, route));
  }

  /** Forgets what was done: the annotation on each workload remembers it for whoever leads next. */
  reset(): void {
    this.#done.clear();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#waiting;
  }

  async #restart(workload: Workload, route: string): Promise<void> {
    const { client, clock, remainingMs, pace, events, onResult } = this.#parts;
    const path = restartablePath(workload.ref);
    if (path === undefined || this.#stopped || remainingMs() < pace.requestMs) {
      this.#done.delete(`${workload.uid} ${route}`);
      return;
    }
    const at = `${new Date(clock.nowMs()).toISOString().slice(0, 19)}Z`;
    const { contentType, body } = restartPatch(workload.ref, at, { [keys.restartedFor]: route });
    const said = { workload: printRef(workload.ref), route };
    try {
      const signal = AbortSignal.timeout(pace.requestMs);
      await (await client.request(path, { method: "PATCH", contentType, signal, body: JSON.stringify(body) })).json();
      const note = `Restarted: its first Pods were created before ${route.slice(0, route.lastIndexOf(" "))}, so they lacked the timings that it requires.`;
      events?.write(workload, { reason: "Restarted", note, related: undefined, hash: contentHash(note) });
      onResult(said);
    } catch (error) {
      onResult({ ...said, error });
    }
  }
}
