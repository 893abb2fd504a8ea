import { breach, podField } from "./breach.ts";
import type { Rule } from "./rule.ts";

/** Without the gate a Pod counts as ready before the load balancer sends to it, and a roll-out ends the old ones too early. */
export const readinessGatePresent: Rule = {
  id: "readiness-gate-present",
  holds: "every ip target group's gate is there, and no gate is one that nobody satisfies",
  find: (situation) =>
    situation.gates
      .filter(({ present, impossible }) =>
        impossible === undefined ? !present && situation.workload.podPath.length === 0 : present,
      )
      .map(({ gate, impossible }) =>
        breach(situation, {
          rule: "readiness-gate-present",
          path: podField(situation, "readinessGates"),
          actual: undefined,
          required: undefined,
          because: [],
          details: { gate, ...(impossible === undefined ? {} : { impossible }) },
        }),
      ),
  remedy: ({ gates }) =>
    gates
      .filter(({ present, impossible }) => !present && impossible === undefined)
      .map(({ gate }) => ({ set: "readinessGate", gate })),
};
