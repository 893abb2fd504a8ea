import type { Timers } from "#clock/clock.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { microTime } from "#kubernetes/api/micro-time.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { EventBudget } from "#reports/event-budget.ts";
import type { EventNotice } from "#reports/event-notice.ts";
import { eventObject } from "#reports/event-object.ts";
import type { EventReason } from "#reports/event-reasons.ts";
import type { WritePace } from "./write-pace.ts";

export type EventResult = "written" | "dropped" | "failed";

interface EventWriterParts {
  readonly client: ApiClient;
  readonly clock: Timers;
  /** How long this replica may still write; 0 where another one may. */
  readonly remainingMs: () => number;
  readonly pace: WritePace;
  /** Name of the Pod that writes. */
  readonly instance: string;
  readonly onResult: (reason: EventReason, result: EventResult, error?: unknown) => void;
}

const longestQueue = 1_000;

/** Writes Events one after the other. One that fails is not tried again: the report and the gauges still say it. */
export class EventWriter {
  readonly #parts: EventWriterParts;
  readonly #budget = new EventBudget();
  readonly #queue: { readonly reason: EventReason; readonly namespace: string; readonly object: object }[] = [];
  #running = false;
  #stopped = false;
  #cancel = (): void => {};
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: EventWriterParts) {
    this.#parts = parts;
  }

  write({ ref, uid = "" }: Workload, notice: EventNotice): void {
    const { clock, onResult, instance } = this.#parts;
    if (this.#queue.length >= longestQueue || !this.#budget.take(uid, clock.nowMs())) {
      onResult(notice.reason, "dropped");
      return;
    }
    const object = eventObject({ ...ref, uid }, notice, { time: microTime(clock.nowMs()), instance });
    this.#queue.push({ reason: notice.reason, namespace: ref.namespace ?? "default", object });
    if (!this.#running) this.#later(0);
  }

  reset(): void {
    this.#queue.length = 0;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#writing;
  }

  #later(delayMs: number): void {
    if (this.#stopped) return;
    this.#running = true;
    this.#cancel = this.#parts.clock.after(delayMs, () => {
      this.#writing = this.#turn();
    });
  }

  async #turn(): Promise<void> {
    const { client, pace, remainingMs, onResult } = this.#parts;
    if (remainingMs() < pace.requestMs) return this.#later(pace.retryMs);
    const next = this.#queue.shift();
    if (next === undefined) {
      this.#running = false;
      return;
    }
    const path = `/apis/events.k8s.io/v1/namespaces/${next.namespace}/events`;
    try {
      const signal = AbortSignal.timeout(pace.requestMs);
      const answer = await client.request(path, { method: "POST", signal, body: JSON.stringify(next.object) });
      await answer.json();
      onResult(next.reason, "written");
    } catch (error) {
      onResult(next.reason, "failed", error);
    }
    this.#later(pace.writeMs);
  }
}
