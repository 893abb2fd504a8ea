/** What is requested of Elastic Load Balancing v2, as one interface: read-only calls, each one request. */
import type { HealthCheck, LoadBalancerKind, TargetType } from "#model/load-balancers/target-group.ts";

export interface DescribedTargetGroup {
  readonly arn: string;
  readonly kind: LoadBalancerKind;
  readonly targetType: TargetType;
  readonly healthCheck: HealthCheck | undefined;
  readonly loadBalancers: readonly string[];
}

export interface DescribedLoadBalancer {
  readonly arn: string;
  readonly kind: LoadBalancerKind;
}

export interface DescribedListener {
  readonly arn: string;
  readonly protocol: string;
  /** ARNs of the target groups that its default action forwards to. */
  readonly targetGroups: readonly string[];
}

export interface TargetHealth {
  /** Address of a Pod or id of an instance. */
  readonly target: string;
  readonly port: number | undefined;
  /** `initial`, `healthy`, `unhealthy`, `draining`, `unused`, `unavailable`, … */
  readonly state: string;
  /** AWS's code, such as `Target.DeregistrationInProgress`; undefined for a healthy target. */
  readonly reason: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Undefined on the last page. */
  readonly next: string | undefined;
}

/** Rejects with whatever the SDK throws; `aws-failure.ts` reads it. */
export interface ElbApi {
  /** All of the account in the region, 400 a page. */
  targetGroupPage(marker: string | undefined): Promise<Page<DescribedTargetGroup>>;
  targetGroupAttributes(arn: string): Promise<Readonly<Record<string, string>>>;
  /** At most 20 ARNs. */
  loadBalancers(arns: readonly string[]): Promise<readonly DescribedLoadBalancer[]>;
  loadBalancerAttributes(arn: string): Promise<Readonly<Record<string, string>>>;
  listenerPage(loadBalancer: string, marker: string | undefined): Promise<Page<DescribedListener>>;
  listenerAttributes(arn: string): Promise<Readonly<Record<string, string>>>;
  targetHealth(targetGroup: string): Promise<readonly TargetHealth[]>;
  close(): void;
}

/** The most ARNs in one DescribeLoadBalancers (ELBv2 API reference). */
export const mostArns = 20;

export interface ElbApiChoice {
  readonly region: string;
  /** In place of AWS's own for the region: a VPC endpoint without private DNS, or a simulator. */
  readonly endpoint: string | undefined;
}

export type OpenElbApi = (choice: ElbApiChoice) => ElbApi;
