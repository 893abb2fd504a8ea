/** One round of reading in one region; each target group is reported as soon as it is known. */
import { AwsFailure } from "#aws/api/aws-failure.ts";
import { type DescribedTargetGroup, type ElbApi, mostArns } from "#aws/api/elb-api.ts";
import type { Send } from "#aws/api/request-budget.ts";
import type { AwsLoadBalancer, AwsTargetGroup } from "#model/load-balancers/aws-facts.ts";
import { IdleTimeouts } from "./idle-timeouts.ts";
import { describeTargetGroups } from "./read-target-groups.ts";

export interface RegionReading {
  readonly api: ElbApi;
  readonly send: Send;
  readonly onRead: (arn: string, answer: AwsTargetGroup | "missing" | "unknown") => void;
  /** About what could not be read although the round goes on. */
  readonly onFailure: (failure: AwsFailure) => void;
  /** Counts targets by state, which takes one more request for each target group. */
  readonly withTargetStates?: boolean;
}

/** `arns` in the order in which they are needed. @throws AwsFailure where the round cannot go on */
export async function readRegion(arns: readonly string[], reading: RegionReading): Promise<void> {
  const { api, send, onRead, onFailure } = reading;
  const described = await describeTargetGroups(arns, api, send);
  const idleTimeouts = new IdleTimeouts(api, send, onFailure);
  for (let at = 0; at < arns.length; at += mostArns) {
    const part = arns.slice(at, at + mostArns);
    await idleTimeouts.describe(part.flatMap((arn) => loadBalancersOf(described.get(arn))));
    for (const arn of part) {
      const group = described.get(arn) ?? "unknown";
      onRead(arn, typeof group === "string" ? group : await completed(group, reading, idleTimeouts));
    }
  }
}

const loadBalancersOf = (group: DescribedTargetGroup | "missing" | "unknown" | undefined): readonly string[] =>
  typeof group === "object" ? group.loadBalancers : [];

async function completed(
  group: DescribedTargetGroup,
  { api, send, withTargetStates = false, onFailure }: RegionReading,
  idleTimeouts: IdleTimeouts,
): Promise<AwsTargetGroup | "missing"> {
  const { arn, kind, targetType, healthCheck } = group;
  try {
    const attributes = await send("DescribeTargetGroupAttributes", () => api.targetGroupAttributes(arn));
    const loadBalancers: AwsLoadBalancer[] = [];
    for (const loadBalancer of group.loadBalancers) loadBalancers.push(await idleTimeouts.of(loadBalancer, arn));
    const targetStates = withTargetStates ? await statesOf(arn, { api, send, onFailure }) : undefined;
    return {
      arn,
      kind,
      targetType,
      healthCheck,
      attributes,
      loadBalancers,
      ...(targetStates === undefined ? {} : { targetStates }),
    };
  } catch (error) {
    // Deleted between two requests.
    if (error instanceof AwsFailure && error.kind === "missing") return "missing";
    throw error;
  }
}

async function statesOf(
  arn: string,
  { api, send, onFailure }: Pick<RegionReading, "api" | "send" | "onFailure">,
): Promise<Readonly<Record<string, number>> | undefined> {
  try {
    const counts = new Map<string, number>();
    for (const { state } of await send("DescribeTargetHealth", () => api.targetHealth(arn)))
      counts.set(state, (counts.get(state) ?? 0) + 1);
    return Object.fromEntries(counts);
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind !== "denied") throw error;
    onFailure(error);
    return undefined;
  }
}
