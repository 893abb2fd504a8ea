import type { Amount, AmountName } from "#model/findings/finding.ts";
import { type Seconds, seconds } from "#model/findings/seconds.ts";
import type { Source } from "#model/findings/sourced.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";

/** What is known of a workload whose manifests nobody has given. */
export interface KnownTimings {
  readonly deregistrationDelay: Seconds | undefined;
  readonly keepAlive: Seconds | undefined;
  readonly idleTimeout: Seconds | undefined;
}

const byDefault: Source = { from: "default" };
const awsDelay = seconds(300);
const awsIdleTimeout = seconds(60);
const kubernetesGracePeriod = seconds(30);

/** A Deployment as most are: one container without a hook, behind one target group of an Application Load Balancer with ip targets. */
export function typicalWorkload(
  { deregistrationDelay, keepAlive, idleTimeout }: KnownTimings,
  { shutdown }: PolicyParameters,
): WorkloadFacts {
  const amount = (name: AmountName, value: Seconds): Amount => ({ name, value, source: byDefault });
  return {
    workload: {
      ref: { apiVersion: "apps/v1", kind: "Deployment", name: "workload" },
      podLabels: {},
      podAnnotations: {},
      annotations: {},
      labels: {},
      podSpec: {
        containers: [{ name: "app", preStop: { kind: "none" }, hasReadinessProbe: true, hasPorts: true }],
        gracePeriod: kubernetesGracePeriod,
        readinessGates: [],
        restartPolicy: "Always",
        windows: false,
        hostNetwork: false,
      },
      podPath: ["spec", "template"],
      controller: undefined,
      rollout: undefined,
    },
    counted: [0],
    timings: {
      preStop: undefined,
      preStopKnown: true,
      gracePeriod: amount("gracePeriod", kubernetesGracePeriod),
      shutdown: amount("shutdown", shutdown),
      requestTimeout: undefined,
      keepAlive: keepAlive === undefined ? undefined : amount("keepAlive", keepAlive),
    },
    services: [],
    targetGroups: [targetGroup(deregistrationDelay, idleTimeout)],
    gates: [],
    disruptionBudgets: [],
    nativeSleep: true,
  };
}

const route = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: "route" } as const;

const targetGroup = (delay: Seconds | undefined, idleTimeout: Seconds | undefined): TargetGroup => ({
  loadBalancer: "alb",
  origin: route,
  binding: undefined,
  bindingGroup: undefined,
  namespace: "",
  service: "service",
  port: "http",
  targetType: "ip",
  attributes: {},
  deregistrationDelay:
    delay === undefined
      ? { value: awsDelay, source: byDefault }
      : { value: delay, source: { from: "setting", name: "deregistrationDelay" } },
  delaySetting: { object: route, field: "target-group-attributes", form: "pairs", attributes: {} },
  nextDeregistrationDelay: undefined,
  healthCheck: undefined,
  idleTimeout: { value: idleTimeout ?? awsIdleTimeout, source: byDefault },
  usedByListener: true,
  problems: [],
});
