import type { LifeWatch } from "#trace/logs/life-watch.ts";
import type { RequestLog } from "#trace/logs/request-log.ts";
import type { TargetLog } from "#trace/logs/target-log.ts";
import { type Propagation, propagationOf, type TargetPropagation, targetPropagation } from "./propagation.ts";

interface Measured {
  readonly target: TargetLog;
  readonly watch: LifeWatch;
  readonly propagation: TargetPropagation;
}

/** The propagation of every life that can be measured. */
export interface TargetPropagations {
  readonly keys: () => readonly { readonly target: TargetLog; readonly watch: LifeWatch }[];
  readonly of: (target: TargetLog, watch: LifeWatch | undefined) => TargetPropagation | undefined;
  readonly ofGroup: (group: number) => Propagation | undefined;
}

export function measurePropagation({ targets, groups }: RequestLog, skewMs: number): TargetPropagations {
  const measured = targets.flatMap((target) =>
    target.watches.flatMap((watch): readonly Measured[] => {
      const group = groups[target.group];
      const propagation = group === undefined ? undefined : targetPropagation(watch, group, skewMs);
      return propagation === undefined ? [] : [{ target, watch, propagation }];
    }),
  );
  const byWatch = new Map(measured.map(({ watch, propagation }) => [watch, propagation]));
  return {
    keys: () => measured,
    of: (_, watch) => (watch === undefined ? undefined : byWatch.get(watch)),
    ofGroup: (group) =>
      propagationOf(measured.filter(({ target }) => target.group === group).map(({ propagation }) => propagation)),
  };
}
