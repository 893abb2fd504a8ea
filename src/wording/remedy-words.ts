import { printRef } from "#model/kubernetes/refs.ts";
import { printDelaySetting } from "#model/load-balancers/delay-setting.ts";
import type { DelayFix, Remedy } from "#model/workloads/remedy.ts";

/** `set <annotation> on Ingress web/shop to "…=35", then a 40 s preStop sleep in every container and terminationGracePeriodSeconds to 50`. */
export const remedyWords = ({ routes, ...pod }: Remedy): string =>
  routes.length === 0 ? `set ${podWords(pod)}` : `set ${routes.map(routeWords).join(" and ")}, then ${podWords(pod)}`;

/** The same in the order in which it is done, the routes first. */
export const remedySteps = ({ routes, ...pod }: Remedy): readonly string[] => [
  ...routes.map((route) => `set ${routeWords(route)}`),
  `set ${podWords(pod)}`,
];

function podWords({ preStop, gracePeriod }: Omit<Remedy, "routes">): string {
  const grace = `terminationGracePeriodSeconds to ${gracePeriod}`;
  return preStop === undefined ? grace : `a ${preStop} s preStop sleep in every container and ${grace}`;
}

/** `<annotation> on Ingress web/shop to "deregistration_delay.timeout_seconds=35"`. */
const routeWords = ({ setting, delay }: DelayFix): string =>
  `${setting.field} on ${printRef(setting.object)} to ${JSON.stringify(printDelaySetting(setting, delay))}`;
