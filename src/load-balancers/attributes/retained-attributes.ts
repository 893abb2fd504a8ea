/**
 * What AWS still holds after an object was changed. The controllers write only the attributes that an object names,
 * so one that is taken away keeps its last value (AWS Load Balancer Controller v2.0 to v3.5); a target group that is replaced starts again.
 */

import { sameObject } from "#model/kubernetes/refs.ts";
import { delayKey } from "#model/load-balancers/delay-setting.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";

export interface RetainedAttribute {
  readonly targetGroup: TargetGroup;
  readonly key: string;
  readonly value: string;
}

export interface AfterChange {
  /** The groups after the change, with what AWS keeps filled in. */
  readonly targetGroups: readonly TargetGroup[];
  readonly retained: readonly RetainedAttribute[];
}

export function retainedAttributes(before: readonly TargetGroup[], after: readonly TargetGroup[]): AfterChange {
  const retained: RetainedAttribute[] = [];
  const targetGroups = after.map((targetGroup) => {
    const earlier = before.find((candidate) => isSameTargetGroup(candidate, targetGroup));
    if (earlier === undefined) return targetGroup;
    const removed = Object.entries(earlier.attributes).filter(([key]) => !Object.hasOwn(targetGroup.attributes, key));
    retained.push(...removed.map(([key, value]) => ({ targetGroup, key, value })));
    const idleTimeout =
      targetGroup.idleTimeout?.source.from === "default" && earlier.idleTimeout?.source.from === "object"
        ? earlier.idleTimeout
        : targetGroup.idleTimeout;
    return {
      ...targetGroup,
      attributes: { ...Object.fromEntries(removed), ...targetGroup.attributes },
      deregistrationDelay: removed.some(([key]) => key === delayKey)
        ? earlier.deregistrationDelay
        : targetGroup.deregistrationDelay,
      idleTimeout,
    };
  });
  return { targetGroups, retained };
}

/** A binding of another name, or none where there was one, says that the target group is a new one. */
const isSameTargetGroup = (a: TargetGroup, b: TargetGroup): boolean =>
  sameObject(a.origin, b.origin) &&
  a.namespace === b.namespace &&
  a.service === b.service &&
  a.port === b.port &&
  a.targetType === b.targetType &&
  a.binding === b.binding;
