import { seconds } from "#model/findings/seconds.ts";
import type { AwsFact, AwsFacts, AwsPreference, AwsTargetGroup } from "#model/load-balancers/aws-facts.ts";

/** What AWS reports about one target group; what is not given is as AWS makes it. */
export interface Reported {
  readonly delay?: string | undefined;
  readonly idle?: readonly (number | undefined)[] | undefined;
  readonly kind?: AwsTargetGroup["kind"] | undefined;
  readonly targetType?: AwsTargetGroup["targetType"] | undefined;
}

/** By ARN; null: AWS knows no such target group. Each was read 40 s ago. */
export function factsOf(groups: Readonly<Record<string, Reported | null>>, prefer: AwsPreference = "larger"): AwsFacts {
  const age = seconds(40);
  const facts = new Map(
    Object.entries(groups).map(([arn, given]): [string, AwsFact] => [
      arn,
      given === null ? { exists: false, age } : { exists: true, age, targetGroup: targetGroup(arn, given) },
    ]),
  );
  return { prefer, revision: () => "1", targetGroup: (arn) => facts.get(arn) };
}

const targetGroup = (arn: string, { delay = "300", idle = [], kind = "alb", targetType = "ip" }: Reported): AwsTargetGroup => ({
  arn,
  kind,
  targetType,
  attributes: { "deregistration_delay.timeout_seconds": delay, "stickiness.enabled": "false" },
  healthCheck: {
    protocol: "HTTP",
    port: "traffic-port",
    path: "/",
    matcher: "200",
    interval: seconds(10),
    timeout: seconds(5),
    healthyThreshold: 3,
    unhealthyThreshold: 4,
  },
  loadBalancers: idle.map((value, index) => ({
    arn: `lb-${index}`,
    kind,
    idleTimeout: value === undefined ? undefined : seconds(value),
  })),
});
