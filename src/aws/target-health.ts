import type { Clock } from "#clock/clock.ts";
import type { ElbApi, TargetHealth } from "./api/elb-api.ts";
import { RequestBudget } from "./api/request-budget.ts";

/**
 * State of each target of a group as AWS sees it now: one `DescribeTargetHealth`, with further attempts after throttling and network
 * errors. @throws AwsFailure
 */
export function targetHealthOf(
  targetGroup: string,
  api: Pick<ElbApi, "targetHealth">,
  tools: { readonly clock: Pick<Clock, "monotonicMs" | "sleep">; readonly random: () => number },
): Promise<readonly TargetHealth[]> {
  const budget = new RequestBudget({ ...tools, perSecond: 1 });
  return budget.send("DescribeTargetHealth", () => api.targetHealth(targetGroup));
}
