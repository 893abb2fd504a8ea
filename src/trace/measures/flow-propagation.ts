import type { Life } from "#trace/events/life.ts";
import type { Flows } from "#trace/other-logs/flows.ts";

/** How long packets still went to addresses whose Pod was deleted, in seconds. A flow log cannot say it to better than its window. */
export interface FlowPropagation {
  readonly targets: number;
  /** Of the target that was used longest: begin and end of the last window, from the deletion of its Pod. */
  readonly longest: number;
  readonly longestMost: number;
}

/** Of addresses that had one Pod only; undefined where there is none with packets after its deletion. */
export function flowPropagation(flows: Flows, lives: ReadonlyMap<string, readonly Life[]>): FlowPropagation | undefined {
  const measured = [...lives].flatMap(([address, own]) => {
    const [life] = own;
    const last = flows.lastOf(address);
    if (own.length !== 1 || life?.deleted === undefined || last === undefined || last.toMs <= life.deleted.atMs) return [];
    const since = (ms: number): number => Math.max((ms - (life.deleted?.atMs ?? ms)) / 1000, 0);
    return [{ least: since(last.fromMs), most: since(last.toMs) }];
  });
  const [longest] = measured.sort((a, b) => b.most - a.most);
  return longest === undefined ? undefined : { targets: measured.length, longest: longest.least, longestMost: longest.most };
}
