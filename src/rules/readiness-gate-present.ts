import { breach, podField } from "./breach.ts";
import type { Rule } from "./rule.ts";

/** Without the gate a Pod counts as ready before the load balancer sends to it, and a roll-out ends the old ones too early. */
export const readinessGatePresent: Rule = {
  id: "readiness-gate-present",
  holds: "the gate of every ip target group is present, and every gate can become true",
  find: (facts) =>
    facts.gates
      .filter(({ present, impossible }) => (impossible === undefined ? !present && facts.workload.podPath.length === 0 : present))
      .map(({ gate, impossible }) =>
        breach(facts, {
          rule: "readiness-gate-present",
          path: podField(facts, "readinessGates"),
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
