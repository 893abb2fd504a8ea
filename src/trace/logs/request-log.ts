import { OtherLogs } from "#trace/other-logs/other-logs.ts";
import type { AccessRow } from "./access-row.ts";
import { isFailure } from "./access-row.ts";
import { FailureStore } from "./failure-store.ts";
import { GroupLog, groupNameOf } from "./group-log.ts";
import type { LifeWatch } from "./life-watch.ts";
import { idOfText, type LogTables } from "./log-tables.ts";
import { SlotPages } from "./slot-pages.ts";
import { TargetLog } from "./target-log.ts";

/** The lives of a target that events tell of, by the name of its group and its own. */
export type WatchesOf = (group: string, target: string) => readonly LifeWatch[];

export interface Window {
  readonly sinceMs: number;
  readonly untilMs: number;
}

export interface Place {
  readonly group: GroupLog;
  readonly target: TargetLog | undefined;
  readonly node: number;
}

/** A region holds 3000 target groups at most, unless AWS allows more; one takes up to 45 KB and 6 KB a day. */
const mostGroups = 3000;

/** Everything that is kept of access logs, however long they are. Rows can be taken in any order. */
export class RequestLog {
  readonly tables: LogTables;
  readonly groups: GroupLog[] = [];
  readonly targets: TargetLog[] = [];
  readonly failures: FailureStore;
  readonly others = new OtherLogs();
  readonly pages = new SlotPages();
  readonly #groupNumbers = new Map<number, GroupLog>();
  readonly #watchesOf: WatchesOf;
  readonly #window: Window;
  requests = 0;
  /** Rows outside of the window. */
  outside = 0;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;

  constructor(tables: LogTables, watchesOf: WatchesOf, window: Window, failures = new FailureStore()) {
    this.tables = tables;
    this.#watchesOf = watchesOf;
    this.#window = window;
    this.failures = failures;
  }

  take(row: AccessRow): void {
    if (row.createdMs < this.#window.sinceMs || row.createdMs > this.#window.untilMs) {
      this.outside += 1;
      return;
    }
    const group = this.#groupOf(row);
    const target = row.target < 0 ? undefined : this.#targetOf(group, row);
    if (isFailure(row)) {
      // A row that stands in two files is one request.
      if (!this.failures.add(row, group.number, target?.number ?? -1)) return;
      if (target !== undefined) target.failures += 1;
    }
    this.requests += 1;
    if (row.createdMs < this.firstMs) this.firstMs = row.createdMs;
    if (row.createdMs > this.lastMs) this.lastMs = row.createdMs;
    group.take(row);
    if (!row.webSocket) target?.take(row);
  }

  /** Where requests that are counted together belong; `-` stands for none. */
  place(names: Readonly<Record<"loadBalancer" | "targetGroup" | "target" | "node", string>>): Place {
    const { loadBalancers, targetGroups, targets, nodes } = this.tables;
    const row = {
      loadBalancer: idOfText(loadBalancers, names.loadBalancer),
      targetGroup: idOfText(targetGroups, names.targetGroup),
      target: idOfText(targets, names.target),
    };
    const group = this.#groupOf(row);
    return {
      group,
      target: row.target < 0 ? undefined : this.#targetOf(group, row),
      node: idOfText(nodes, names.node),
    };
  }

  #groupOf(row: Pick<AccessRow, "loadBalancer" | "targetGroup">): GroupLog {
    const key = (row.loadBalancer + 1) * 65_537 + row.targetGroup + 1;
    const known = this.#groupNumbers.get(key);
    if (known !== undefined) return known;
    const last = this.groups.at(-1);
    if (last !== undefined && this.groups.length >= mostGroups) return last;
    const others = this.groups.length === mostGroups - 1;
    const name = others ? "(others)" : row.targetGroup < 0 ? "" : groupNameOf(this.tables.targetGroups.text(row.targetGroup));
    const group = new GroupLog(this.groups.length, this.tables.loadBalancers.text(row.loadBalancer), name);
    this.groups.push(group);
    this.#groupNumbers.set(key, group);
    return group;
  }

  #targetOf(group: GroupLog, row: Pick<AccessRow, "target">): TargetLog {
    const known = group.targets.get(row.target);
    if (known !== undefined) return known;
    const name = this.tables.targets.text(row.target);
    const target = new TargetLog(this.targets.length, group.number, name, this.#watchesOf(group.name, name), this.pages);
    this.targets.push(target);
    group.targets.set(row.target, target);
    return target;
  }
}
