/** Target groups of one region by ARN: in batches, or all pages of the account where that takes fewer requests. */
import { awsFailure } from "#aws/api/aws-failure.ts";
import { type DescribedTargetGroup, type ElbApi, mostArns } from "#aws/api/elb-api.ts";
import type { Send } from "#aws/api/request-budget.ts";

/** A page holds 400; an account has up to 3,000 target groups in a region unless AWS raised the quota. */
const mostPages = 25;

/** From so many batches on, pages are fewer requests in nearly every account, and an ARN that does not exist costs nothing. */
const batchesBeforePages = 5;

/** Undefined for an ARN that AWS does not know. @throws AwsFailure */
export async function describeTargetGroups(
  arns: readonly string[],
  api: Pick<ElbApi, "targetGroups" | "targetGroupPage">,
  send: Send,
): Promise<ReadonlyMap<string, DescribedTargetGroup | undefined>> {
  const byPages = arns.length > batchesBeforePages * mostArns;
  const found = byPages ? await allPages(api, send) : new Map<string, DescribedTargetGroup>();
  const open = arns.filter((arn) => !found.has(arn));
  // An account with more pages than are read: what they did not show is requested by ARN.
  if (!byPages || found.size >= mostPages * 400) {
    for (let at = 0; at < open.length; at += mostArns) {
      for (const group of await batch(open.slice(at, at + mostArns), api, send)) found.set(group.arn, group);
    }
  }
  return new Map(arns.map((arn) => [arn, found.get(arn)]));
}

async function allPages(api: Pick<ElbApi, "targetGroupPage">, send: Send): Promise<Map<string, DescribedTargetGroup>> {
  const found = new Map<string, DescribedTargetGroup>();
  let marker: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const at = marker;
    const { items, next } = await send("DescribeTargetGroups", () => api.targetGroupPage(at));
    for (const group of items) found.set(group.arn, group);
    if (next === undefined) break;
    marker = next;
  }
  return found;
}

/** One ARN that does not exist fails the whole request, so a batch is halved until that one is alone. */
async function batch(
  arns: readonly string[],
  api: Pick<ElbApi, "targetGroups">,
  send: Send,
): Promise<readonly DescribedTargetGroup[]> {
  try {
    return await send("DescribeTargetGroups", () => api.targetGroups(arns));
  } catch (error) {
    if (awsFailure(error, "DescribeTargetGroups").kind !== "missing") throw error;
    if (arns.length <= 1) return [];
    const half = Math.ceil(arns.length / 2);
    return [...(await batch(arns.slice(0, half), api, send)), ...(await batch(arns.slice(half), api, send))];
  }
}
