import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import type { Raw } from "./routing.ts";
import { viewOf } from "./view.ts";

export interface Found {
  readonly targetGroups: readonly TargetGroup[];
  /** Ids with the object and its field: `action-missing Ingress/web spec.rules[0]…`. */
  readonly problems: readonly string[];
  readonly ids: readonly string[];
}

/** Target groups of a Pod `app: web` in the namespace `shop`. */
export function found(documents: readonly Raw[], flags: Partial<ControllerFlags> = {}): Found {
  const { targetGroups, problems } = targetGroupsOf({ namespace: "shop", labels: { app: "web" } }, viewOf(documents), {
    ...defaultControllerFlags,
    ...flags,
  });
  return {
    targetGroups,
    problems: problems.map(({ id, object, field }) => `${id} ${object.kind}/${object.name} ${field}`.trim()),
    ids: problems.map(({ id }) => id),
  };
}
