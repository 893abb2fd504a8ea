/** What the API describes, read into our terms. Whatever lacks its ARN is passed over. */
import { seconds } from "#model/findings/seconds.ts";
import type { HealthCheck, LoadBalancerKind, TargetType } from "#model/load-balancers/target-group.ts";
import type { DescribedListener, DescribedLoadBalancer, DescribedTargetGroup, TargetHealth } from "./elb-api.ts";

interface RawTargetGroup {
  readonly TargetGroupArn?: string | undefined;
  readonly Protocol?: string | undefined;
  readonly TargetType?: string | undefined;
  readonly LoadBalancerArns?: readonly string[] | undefined;
  readonly HealthCheckEnabled?: boolean | undefined;
  readonly HealthCheckProtocol?: string | undefined;
  readonly HealthCheckPort?: string | undefined;
  readonly HealthCheckPath?: string | undefined;
  readonly HealthCheckIntervalSeconds?: number | undefined;
  readonly HealthCheckTimeoutSeconds?: number | undefined;
  readonly HealthyThresholdCount?: number | undefined;
  readonly UnhealthyThresholdCount?: number | undefined;
  readonly Matcher?: { readonly HttpCode?: string | undefined; readonly GrpcCode?: string | undefined } | undefined;
}

export function readTargetGroup(raw: RawTargetGroup): readonly DescribedTargetGroup[] {
  const { TargetGroupArn: arn, Protocol, TargetType: type, LoadBalancerArns = [] } = raw;
  if (arn === undefined) return [];
  return [
    {
      arn,
      kind: kindByProtocol(Protocol),
      targetType: targetTypeOf(type),
      healthCheck: healthCheckOf(raw),
      loadBalancers: LoadBalancerArns,
    },
  ];
}

/** The protocol of a target group tells which kind of load balancer can use it (ELBv2 API: `CreateTargetGroup`). */
function kindByProtocol(protocol: string | undefined): LoadBalancerKind {
  if (protocol === "HTTP" || protocol === "HTTPS") return "alb";
  return protocol === undefined || protocol === "GENEVE" ? "unknown" : "nlb";
}

const targetTypeOf = (type: string | undefined): TargetType => (type === "ip" || type === "instance" ? type : "unknown");

/** Defaults for what is absent are those of `CreateTargetGroup`; AWS gives every number of a check that is on. */
function healthCheckOf(raw: RawTargetGroup): HealthCheck | undefined {
  if (raw.HealthCheckEnabled === false || raw.HealthCheckProtocol === undefined) return undefined;
  return {
    protocol: raw.HealthCheckProtocol,
    port: raw.HealthCheckPort ?? "traffic-port",
    path: raw.HealthCheckPath ?? null,
    matcher: raw.Matcher?.HttpCode ?? raw.Matcher?.GrpcCode ?? null,
    interval: seconds(raw.HealthCheckIntervalSeconds ?? 30),
    timeout: seconds(raw.HealthCheckTimeoutSeconds ?? 5),
    healthyThreshold: raw.HealthyThresholdCount ?? 5,
    unhealthyThreshold: raw.UnhealthyThresholdCount ?? 2,
  };
}

interface RawAttribute {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export const readAttributes = (raw: readonly RawAttribute[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((raw ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])));

export function readLoadBalancer(raw: {
  readonly LoadBalancerArn?: string | undefined;
  readonly Type?: string | undefined;
}): readonly DescribedLoadBalancer[] {
  if (raw.LoadBalancerArn === undefined) return [];
  const kind = raw.Type === "application" ? "alb" : raw.Type === "network" ? "nlb" : "unknown";
  return [{ arn: raw.LoadBalancerArn, kind }];
}

interface RawAction {
  readonly TargetGroupArn?: string | undefined;
  readonly ForwardConfig?:
    | { readonly TargetGroups?: readonly { readonly TargetGroupArn?: string | undefined }[] | undefined }
    | undefined;
}

export function readListener(raw: {
  readonly ListenerArn?: string | undefined;
  readonly Protocol?: string | undefined;
  readonly DefaultActions?: readonly RawAction[] | undefined;
}): readonly DescribedListener[] {
  const { ListenerArn: arn, Protocol, DefaultActions = [] } = raw;
  if (arn === undefined) return [];
  const targetGroups = DefaultActions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
    TargetGroupArn ?? [],
    (ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn ?? []),
  ]).flat(2);
  return [{ arn, protocol: Protocol ?? "", targetGroups: [...new Set(targetGroups)] }];
}

export function readTargetHealth(raw: {
  readonly Target?: { readonly Id?: string | undefined; readonly Port?: number | undefined } | undefined;
  readonly TargetHealth?: { readonly State?: string | undefined; readonly Reason?: string | undefined } | undefined;
}): readonly TargetHealth[] {
  if (raw.Target?.Id === undefined) return [];
  const { State: state = "unknown", Reason: reason } = raw.TargetHealth ?? {};
  return [{ target: raw.Target.Id, port: raw.Target.Port, state, reason }];
}
