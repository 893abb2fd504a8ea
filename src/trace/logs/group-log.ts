import { Sketch } from "#trace/measures/sketch.ts";
import { type AccessRow, methods } from "./access-row.ts";
import { MinuteCounts } from "./minute-counts.ts";
import type { TargetLog } from "./target-log.ts";

/** What the log says about one target group behind one load balancer, or about requests that reached no group. */
export class GroupLog {
  readonly number: number;
  readonly loadBalancer: string;
  /** Name of the group without the account; empty for requests that reached none. */
  readonly name: string;
  readonly targets = new Map<number, TargetLog>();
  readonly statuses = new Map<number, number>();
  readonly minutes = new MinuteCounts();
  /** From arrival to the end of the response. */
  readonly durations = new Sketch();
  /** Until the target began to respond. */
  readonly targetTimes = new Sketch();
  readonly byMethod: readonly Sketch[] = methods.map(() => new Sketch());
  /** Lives of WebSocket connections. */
  readonly webSockets = new Sketch();
  requests = 0;
  lastRequestMs = Number.NEGATIVE_INFINITY;

  constructor(number: number, loadBalancer: string, name: string) {
    this.number = number;
    this.loadBalancer = loadBalancer;
    this.name = name;
  }

  take(row: AccessRow): void {
    this.requests += 1;
    this.statuses.set(row.status, (this.statuses.get(row.status) ?? 0) + 1);
    if (row.createdMs > this.lastRequestMs) this.lastRequestMs = row.createdMs;
    this.minutes.add(row.createdMs);
    if (row.webSocket) this.webSockets.add(row.doneMs - row.createdMs);
    else if (row.status === row.targetStatus && row.responseMs >= 0) this.#complete(row);
  }

  #complete(row: AccessRow): void {
    const ms = Math.max(row.doneMs - row.createdMs, 0);
    this.durations.add(ms);
    this.byMethod[row.method]?.add(ms);
    if (row.targetMs >= 0) this.targetTimes.add(row.targetMs);
  }
}

/** `k8s-shop-web-d1` of an ARN in any partition; a text that is no ARN stays as it is. */
export function groupNameOf(arn: string): string {
  const at = arn.indexOf(":targetgroup/");
  if (at < 0) return arn;
  const [name = arn] = arn.slice(at + ":targetgroup/".length).split("/");
  return name;
}
