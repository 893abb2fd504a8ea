import type { Amount, AmountName } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { PreStop } from "#model/workloads/pre-stop.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { defaultParameters } from "#policy/policies.ts";

export const shopRef = { apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: "shop" } as const;
export const ingressRef = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: "web", name: "shop" } as const;

export const amount = (name: AmountName, value: number): Amount => ({
  name,
  value: seconds(value),
  source: { from: "object", object: shopRef, field: name },
});

export const targetGroup = (overrides: Partial<TargetGroup> & { readonly delay?: number } = {}): TargetGroup => {
  const { delay = 35, ...rest } = overrides;
  return {
    loadBalancer: "alb",
    origin: ingressRef,
    binding: "k8s-web-shop-0123456789",
    bindingGroup: "elbv2.k8s.aws",
    namespace: "web",
    service: "shop",
    port: "http",
    targetType: "ip",
    attributes: {},
    deregistrationDelay: { value: seconds(delay), source: { from: "object", object: ingressRef, field: "delay" } },
    delaySetting: { object: ingressRef, field: "delay", form: "pairs", attributes: {} },
    nextDeregistrationDelay: undefined,
    healthCheck: {
      protocol: "HTTP",
      port: "traffic-port",
      path: "/",
      matcher: "200",
      interval: seconds(15),
      timeout: seconds(5),
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    idleTimeout: { value: seconds(60), source: { from: "default" } },
    usedByListener: true,
    problems: [],
    ...rest,
  };
};

export interface Given {
  readonly sleep?: number;
  readonly grace?: number;
  readonly shutdown?: number;
  readonly request?: number;
  readonly keepAlive?: number;
  readonly groups?: readonly TargetGroup[];
  readonly replicas?: number;
}

/** A Deployment of two containerless-but-for-one replicas behind target groups, with the timings that a case varies. */
export function facts({
  sleep,
  grace = 30,
  shutdown = defaultParameters.shutdown,
  request,
  keepAlive,
  groups = [targetGroup()],
  replicas = 2,
}: Given = {}): WorkloadFacts {
  const preStop: PreStop = sleep === undefined ? { kind: "none" } : { kind: "sleep", form: "native", seconds: seconds(sleep) };
  const workload: Workload = {
    ref: shopRef,
    podLabels: { app: "shop" },
    podAnnotations: {},
    annotations: {},
    labels: {},
    podSpec: {
      containers: [{ name: "app", preStop, hasReadinessProbe: true, ports: [{ name: "http", port: 8080 }], minimalImage: false }],
      gracePeriod: seconds(grace),
      readinessGates: [],
      restartPolicy: "Always",
      windows: false,
      hostNetwork: false,
    },
    podPath: ["spec", "template"],
    controller: undefined,
    rollout: { replicas, strategy: "RollingUpdate", maxUnavailable: "25%", maxSurge: "25%", partition: undefined },
  };
  return {
    workload,
    counted: [0],
    serving: [0],
    timings: {
      preStop: sleep === undefined ? undefined : amount("preStop", sleep),
      preStopKnown: true,
      gracePeriod: amount("gracePeriod", grace),
      shutdown: amount("shutdown", shutdown),
      requestTimeout: request === undefined ? undefined : amount("requestTimeout", request),
      keepAlive: keepAlive === undefined ? undefined : amount("keepAlive", keepAlive),
    },
    services: [],
    targetGroups: groups,
    gates: [],
    fewestPods: { pods: replicas, autoscaler: undefined },
    disruptionBudgets: [],
    nativeSleep: true,
  };
}
