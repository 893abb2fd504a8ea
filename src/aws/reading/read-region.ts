/** One round of reading in one region; each target group is reported as soon as it is known. */
import { AwsFailure } from "#aws/api/aws-failure.ts";
import { type DescribedTargetGroup, type ElbApi, mostArns } from "#aws/api/elb-api.ts";
import type { Send } from "#aws/api/request-budget.ts";
import type { AwsTargetGroup } from "#model/load-balancers/aws-facts.ts";
import { IdleTimeouts } from "./idle-timeouts.ts";
import { describeTargetGroups } from "./read-target-groups.ts";

export interface RegionReading {
  readonly api: ElbApi;
  readonly send: Send;
  /** Undefined: AWS knows no such target group. */
  readonly onRead: (arn: string, targetGroup: AwsTargetGroup | undefined) => void;
  /** About what could not be read although the round goes on. */
  readonly onFailure: (failure: AwsFailure) => void;
}

/** `arns` in the order in which they are needed. @throws AwsFailure where the round cannot go on */
export async function readRegion(arns: readonly string[], { api, send, onRead, onFailure }: RegionReading): Promise<void> {
  const described = await describeTargetGroups(arns, api, send);
  const idleTimeouts = new IdleTimeouts(api, send, onFailure);
  for (let at = 0; at < arns.length; at += mostArns) {
    const part = arns.slice(at, at + mostArns);
    await idleTimeouts.describe(part.flatMap((arn) => described.get(arn)?.loadBalancers ?? []));
    for (const arn of part) onRead(arn, await completed(described.get(arn), { api, send, idleTimeouts }));
  }
}

async function completed(
  group: DescribedTargetGroup | undefined,
  { api, send, idleTimeouts }: Pick<RegionReading, "api" | "send"> & { readonly idleTimeouts: IdleTimeouts },
): Promise<AwsTargetGroup | undefined> {
  if (group === undefined) return undefined;
  const { arn, kind, targetType, healthCheck } = group;
  try {
    const attributes = await send("DescribeTargetGroupAttributes", () => api.targetGroupAttributes(arn));
    const loadBalancers = [];
    for (const loadBalancer of group.loadBalancers) loadBalancers.push(await idleTimeouts.of(loadBalancer, arn));
    return { arn, kind, targetType, healthCheck, attributes, loadBalancers };
  } catch (error) {
    // Deleted between two requests.
    if (error instanceof AwsFailure && error.kind === "missing") return undefined;
    throw error;
  }
}
