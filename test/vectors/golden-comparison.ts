import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { GoldenTargetGroup } from "./golden.ts";

const delayKey = "deregistration_delay.timeout_seconds";

/** AWS defaults where the controller never set an idle timeout. */
const defaultIdle = { application: 60, network: 350 } as const;

/** One line a difference; empty where all target groups are there with what they were set to, and no others. */
export function compare(ours: readonly TargetGroup[], golden: readonly GoldenTargetGroup[], byBinding: boolean): readonly string[] {
  const left = new Set(ours);
  const lines = [...golden].flatMap((expected) => {
    const same = [...left].filter((group) => isSame(group, expected, byBinding));
    const match = same.find((group) => comparable(group, expected, byBinding).length === 0) ?? same[0];
    if (match === undefined) return [`${label(expected, byBinding)}: missing`];
    left.delete(match);
    return comparable(match, expected, byBinding).map((line) => `${label(expected, byBinding)}: ${line}`);
  });
  return [...lines, ...[...left].map((group) => `${group.service}:${group.port} of ${group.origin.kind} ${group.origin.name}: not there`)];
}

const label = ({ service, servicePort, tgbName }: GoldenTargetGroup, byBinding: boolean): string =>
  byBinding && !tgbName.startsWith("k8s-") ? tgbName : `${service}:${servicePort}`;

const isSame = (group: TargetGroup, golden: GoldenTargetGroup, byBinding: boolean): boolean =>
  group.namespace === golden.namespace &&
  group.service === golden.service &&
  group.port === golden.servicePort &&
  (!byBinding || group.binding === golden.tgbName) &&
  originFits(group, golden);

function originFits({ origin }: TargetGroup, { originLabels }: GoldenTargetGroup): boolean {
  const name = Object.entries(originLabels).find(([key]) => key.endsWith("/stack-name"))?.[1];
  if (name !== undefined) return origin.name === name;
  return Object.keys(originLabels).length === 0 ? origin.kind === "TargetGroupBinding" : origin.kind === "Ingress";
}

/** Of a user-made target group Kubernetes says nothing but what its binding says. */
const isUserMade = ({ originLabels }: GoldenTargetGroup): boolean => Object.keys(originLabels).length === 0;

function comparable(group: TargetGroup, golden: GoldenTargetGroup, byBinding: boolean): readonly string[] {
  if (isUserMade(golden)) return group.targetType === golden.targetType ? [] : ["target type"];
  const check = group.healthCheck;
  const expectedIdle = golden.loadBalancerIdleTimeout ?? defaultIdle[loadBalancerOf(golden)];
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ["target type", group.targetType, golden.targetType],
    ["load balancer", group.loadBalancer, loadBalancerOf(golden) === "network" ? "nlb" : "alb"],
    ["delay", group.deregistrationDelay.value, Number(golden.attributes[delayKey])],
    ["used", group.usedByListener, golden.usedByListener],
    ["idle", group.idleTimeout?.value, Number(expectedIdle)],
    ["interval", check?.interval, golden.healthCheck.interval],
    ["timeout", check?.timeout, golden.healthCheck.timeout],
    ["healthy", check?.healthyThreshold, golden.healthCheck.healthy],
    ["unhealthy", check?.unhealthyThreshold, golden.healthCheck.unhealthy],
    ["check protocol", check?.protocol, golden.healthCheck.protocol],
    ["check port", check?.port, golden.healthCheck.port],
    ["path", check?.path ?? undefined, golden.healthCheck.path ?? undefined],
    ["matcher", check?.matcher ?? undefined, golden.healthCheck.matcher ?? undefined],
    ...(byBinding ? [["binding", group.binding, golden.tgbName] as const] : []),
    ...Object.entries(group.attributes).map(([key, value]) => [key, value, golden.attributes[key]] as const),
    ...Object.entries(golden.attributesSetByLBC).map(([key, value]) => [key, group.attributes[key], value] as const),
  ];
  const lines = pairs.flatMap(([what, ours, theirs]) => (String(ours) === String(theirs) ? [] : [`${what} ${ours}, not ${theirs}`]));
  return [...new Set(lines)];
}

const loadBalancerOf = ({ loadBalancers, protocol }: GoldenTargetGroup): "application" | "network" => {
  const type = loadBalancers[0]?.type;
  if (type === "application" || type === "network") return type;
  return protocol === "HTTP" || protocol === "HTTPS" ? "application" : "network";
};
