/** What a command needs of AWS, read once. */
import type { Clock } from "#clock/clock.ts";
import { type AwsFailure, awsFailure } from "./api/aws-failure.ts";
import type { OpenElbApi } from "./api/elb-api.ts";
import { RequestBudget } from "./api/request-budget.ts";
import { byRegion } from "./by-region.ts";
import { FactStore } from "./fact-store.ts";
import { readRegion } from "./reading/read-region.ts";
import { RegionApis } from "./region-apis.ts";

export interface ReadOnceChoice {
  readonly load: () => Promise<OpenElbApi>;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly clock: Pick<Clock, "nowMs" | "monotonicMs" | "sleep">;
  readonly random: () => number;
  readonly withTargetStates?: boolean;
  readonly onProgress?: (read: number, all: number) => void;
}

export interface ReadOnce {
  readonly facts: FactStore;
  /** Different ones, at most one of each kind and action. What was read before stays. */
  readonly failures: readonly AwsFailure[];
}

/** Half of what AWS gives an account and region: a person waits for it, and only now. */
const perSecond = 5;

export async function readFactsOnce(arns: readonly string[], choice: ReadOnceChoice): Promise<ReadOnce> {
  const { load, region: only, endpoint, clock, random, onProgress, withTargetStates = false } = choice;
  const facts = new FactStore();
  const failures = new Map<string, AwsFailure>();
  const onFailure = (failure: AwsFailure): void => void failures.set(`${failure.kind} ${failure.operation}`, failure);
  const apis = new RegionApis(load, endpoint);
  const budget = new RequestBudget({ clock, random, perSecond });
  for (const [region, ofRegion] of byRegion(arns, only)) {
    try {
      await readRegion(ofRegion, {
        api: await apis.of(region),
        send: (operation, request) => budget.send(operation, request),
        onRead: (arn, answer) => {
          facts.put(arn, answer, clock.nowMs());
          onProgress?.(facts.size, arns.length);
        },
        onFailure,
        withTargetStates,
      });
    } catch (error) {
      onFailure(awsFailure(error, "DescribeTargetGroups"));
    }
  }
  apis.close();
  return { facts, failures: [...failures.values()] };
}
