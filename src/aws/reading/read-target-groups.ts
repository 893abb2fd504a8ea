/** All target groups of the account in one region, by pages, of which the wanted ones are picked. */
import type { DescribedTargetGroup, ElbApi } from "#aws/api/elb-api.ts";
import type { Send } from "#aws/api/request-budget.ts";
import { parseTargetGroupArn } from "#model/load-balancers/target-group-arn.ts";

/** A page holds 400; an account has up to 3,000 target groups in a region unless AWS raised the quota. */
const mostPages = 25;

/**
 * Each wanted ARN with its target group, or `missing`; `unknown` for one of another account, about which this one learns nothing.
 * By pages and not by ARN: one page is enough for most accounts, and an ARN that does not exist or is not ours, which anyone who may
 * create a binding can write, would fail the request for all others. @throws AwsFailure
 */
export async function describeTargetGroups(
  arns: readonly string[],
  api: Pick<ElbApi, "targetGroupPage">,
  send: Send,
): Promise<ReadonlyMap<string, DescribedTargetGroup | "missing" | "unknown">> {
  const wanted = new Set(arns);
  const found = new Map<string, DescribedTargetGroup>();
  let account: string | undefined;
  let marker: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const at = marker;
    const { items, next } = await send("DescribeTargetGroups", () => api.targetGroupPage(at));
    account ??= parseTargetGroupArn(items[0]?.arn ?? "")?.account;
    for (const group of items) if (wanted.has(group.arn)) found.set(group.arn, group);
    marker = next;
    if (next === undefined || found.size === wanted.size) break;
  }
  const absent = (arn: string): "missing" | "unknown" =>
    marker === undefined && parseTargetGroupArn(arn)?.account === account ? "missing" : "unknown";
  return new Map(arns.map((arn) => [arn, found.get(arn) ?? absent(arn)]));
}
