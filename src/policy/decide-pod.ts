import type { Verdict } from "#model/admission/decision.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { Settings } from "#model/settings/settings.ts";
import type { Situation } from "#model/workloads/situation.ts";
import { beyondCeiling } from "./beyond-ceiling.ts";
import { delayByDefault } from "./delay-by-default.ts";
import { judge } from "./judge.ts";
import { planFor } from "./plan-for.ts";
import { solve } from "./solve.ts";

type PodSettings = Pick<Settings, "sleepAction" | "injectReadinessGates">;

/** What a Pod, or a template whose Pods are yet to come, should be given. Never a denial: a Pod that cannot be mended still starts. */
export function decidePod(
  situation: Situation,
  policy: Policy,
  settings: PodSettings,
  noted: readonly Finding[],
): Verdict & { kind: "admit" } {
  const solution = solve(situation, policy);
  return {
    kind: "admit",
    plan: solution.beyondCeiling === undefined ? planFor(situation, solution, settings) : [],
    findings: [...judge(situation, policy), ...noted],
    remaining: [
      ...solution.remaining,
      ...beyondCeiling(situation, solution, policy),
      ...delayByDefault(situation, solution),
      ...noted,
    ],
  };
}
