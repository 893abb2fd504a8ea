/** The one file that imports the AWS SDK; see `load-api.ts`. */
import {
  DescribeListenerAttributesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ElbApi, ElbApiChoice } from "./elb-api.ts";
import { readAttributes, readListener, readLoadBalancer, readTargetGroup, readTargetHealth } from "./read-described.ts";

const connectTimeoutMs = 2_000;
const requestTimeoutMs = 5_000;

/** Attempts and pauses are `request-budget.ts`'s, so the SDK makes one attempt. Credentials come from its default chain. */
export function openElbApi({ region, endpoint }: ElbApiChoice): ElbApi {
  const client = new ElasticLoadBalancingV2Client({
    region,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: connectTimeoutMs, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  return {
    targetGroupPage: async (marker) => {
      const { TargetGroups = [], NextMarker } = await client.send(
        new DescribeTargetGroupsCommand({ PageSize: 400, Marker: marker }),
      );
      return { items: TargetGroups.flatMap(readTargetGroup), next: NextMarker };
    },
    targetGroupAttributes: async (arn) => {
      const { Attributes } = await client.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }));
      return readAttributes(Attributes);
    },
    loadBalancers: async (arns) => {
      const { LoadBalancers = [] } = await client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [...arns] }));
      return LoadBalancers.flatMap(readLoadBalancer);
    },
    loadBalancerAttributes: async (arn) => {
      const { Attributes } = await client.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }));
      return readAttributes(Attributes);
    },
    listenerPage: async (loadBalancer, marker) => {
      const { Listeners = [], NextMarker } = await client.send(
        new DescribeListenersCommand({ LoadBalancerArn: loadBalancer, PageSize: 400, Marker: marker }),
      );
      return { items: Listeners.flatMap(readListener), next: NextMarker };
    },
    listenerAttributes: async (arn) => {
      const { Attributes } = await client.send(new DescribeListenerAttributesCommand({ ListenerArn: arn }));
      return readAttributes(Attributes);
    },
    targetHealth: async (targetGroup) => {
      const { TargetHealthDescriptions = [] } = await client.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup }),
      );
      return TargetHealthDescriptions.flatMap(readTargetHealth);
    },
    close: () => client.destroy(),
  };
}
