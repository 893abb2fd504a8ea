import type { Clock } from "#clock/clock.ts";
import { objectAt } from "#kubernetes/api/api-object.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { budgetsOf, exhaustedBudget } from "#restart/budget-state.ts";
import { restartablePath, restartPatch } from "#restart/restart-patch.ts";
import type { PlannedRestart } from "#restart/restart-plan.ts";
import { restartBlocker, rollOutState } from "#restart/roll-out-state.ts";

interface RestarterParts {
  readonly client: ApiClient;
  readonly clock: Pick<Clock, "nowMs" | "monotonicMs" | "sleep">;
  /** For each roll-out, and for the budgets before it. */
  readonly timeoutMs: number;
  readonly view: ClusterView;
  readonly say: (line: string) => void;
}

const lookMs = 1_000;

/** Restarts workloads as `kubectl rollout restart` does, and waits until their new Pods are available. */
export class Restarter {
  readonly #parts: RestarterParts;

  constructor(parts: RestarterParts) {
    this.#parts = parts;
  }

  /** How many were not restarted, or not in time. One that fails does not keep the others from being restarted. */
  async run(restarts: readonly PlannedRestart[], together: boolean): Promise<number> {
    if (together) {
      const done = await Promise.all(restarts.map((each) => this.#attempt(each.workload)));
      return done.filter((restarted) => !restarted).length;
    }
    let failed = 0;
    for (const { workload } of restarts) if (!(await this.#attempt(workload))) failed += 1;
    return failed;
  }

  async #attempt(workload: Workload): Promise<boolean> {
    const name = printRef(workload.ref);
    try {
      const problem = await this.#restart(workload);
      this.#parts.say(`${name}: ${problem ?? "restarted, its new Pods are available"}`);
      return problem === undefined;
    } catch (error) {
      this.#parts.say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  /** What kept it from being restarted; undefined where its new Pods are available. */
  async #restart(workload: Workload): Promise<string | undefined> {
    const { client, clock, say } = this.#parts;
    const name = printRef(workload.ref);
    const path = restartablePath(workload.ref);
    const found = path === undefined ? undefined : await objectAt(client, path);
    if (path === undefined || found === undefined) return "it no longer exists";
    const blocker = restartBlocker(found);
    if (blocker !== undefined) return blocker;
    const budget = await this.#waitFor(name, () => this.#exhausted(workload));
    if (budget !== undefined) return `not restarted: ${budget}`;
    say(`${name}: restarting`);
    const { contentType, body } = restartPatch(workload.ref, `${new Date(clock.nowMs()).toISOString().slice(0, 19)}Z`);
    await (await client.request(path, { method: "PATCH", contentType, body: JSON.stringify(body) })).json();
    const unfinished = await this.#waitFor(name, async () => {
      const state = rollOutState(await objectAt(client, path));
      if (state.what === "failed") throw new Error(`restarted, but ${state.text}`);
      return state.what === "done" ? undefined : state.text;
    });
    return unfinished === undefined ? undefined : `restarted, but not complete in time: ${unfinished}`;
  }

  async #exhausted(workload: Workload): Promise<string | undefined> {
    const { client, view } = this.#parts;
    for (const { namespace, name } of budgetsOf(workload, view)) {
      const budget = await objectAt(client, `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/${name}`);
      const exhausted = exhaustedBudget(budget, name);
      if (exhausted !== undefined) return exhausted;
    }
    return undefined;
  }

  /** What `look` still says when the time is over; undefined as soon as it says nothing. */
  async #waitFor(name: string, look: () => Promise<string | undefined>): Promise<string | undefined> {
    const { clock, timeoutMs, say } = this.#parts;
    const endMs = clock.monotonicMs() + timeoutMs;
    let said = "";
    for (;;) {
      const text = await look();
      if (text === undefined || clock.monotonicMs() >= endMs) return text;
      if (text !== said) say(`${name}: ${text}`);
      said = text;
      await clock.sleep(lookMs);
    }
  }
}
