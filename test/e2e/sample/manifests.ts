import { delay, ingress } from "../../support/shop.ts";
import { type Application, containersOf } from "./applications.ts";

export interface SampleGiven {
  readonly namespace: string;
  readonly application: Application;
  /** In front of it; `alb` by default. */
  readonly loadBalancer?: "alb" | "nlb";
  /** Of an NLB; `ip` by default. */
  readonly targets?: "ip" | "instance";
  readonly replicas: number;
  /** Deregistration delay of the target group in whole seconds; undefined: not stated, which is 300. */
  readonly delaySeconds: number | undefined;
  /** `terminationGracePeriodSeconds` of the template; undefined: the 30 of Kubernetes. */
  readonly graceSeconds?: number;
  /** Readiness gates of the template, for runs in which nobody injects them. */
  readonly gates?: readonly string[];
  /** Annotations of the Pod template. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Value of the label `track`, which the Service may select by. */
  readonly track?: string;
  readonly name?: string;
}

/** A Service named `shop` that selects the Pods of one track, with its own NLB or behind an Ingress of the same name. */
export const routeOf = (given: SampleGiven): readonly object[] =>
  given.loadBalancer === "nlb"
    ? [nlbService(given)]
    : [service(given), ingress(given.namespace, given.delaySeconds === undefined ? undefined : delay(given.delaySeconds))];

const service = ({ namespace, track = "stable" }: SampleGiven) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "shop", namespace },
  spec: { selector: { app: "shop", track }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
});

const nlbPrefix = "service.beta.kubernetes.io/aws-load-balancer-";

/** As often as AWS allows where targets are nodes, because a sleep has to outlast them. */
const checksOf = ({ targets }: SampleGiven): Readonly<Record<string, string>> =>
  targets === "instance"
    ? {
        [`${nlbPrefix}healthcheck-interval`]: "5",
        [`${nlbPrefix}healthcheck-timeout`]: "2",
        [`${nlbPrefix}healthcheck-unhealthy-threshold`]: "2",
      }
    : {};

function nlbService(given: SampleGiven): object {
  const { metadata, spec, ...rest } = service(given);
  const type = { [`${nlbPrefix}type`]: "external", [`${nlbPrefix}nlb-target-type`]: given.targets ?? "ip", ...checksOf(given) };
  const { delaySeconds } = given;
  const attributes = delaySeconds === undefined ? {} : { [`${nlbPrefix}target-group-attributes`]: delay(delaySeconds) };
  const annotations = { ...type, ...attributes };
  return { ...rest, metadata: { ...metadata, annotations }, spec: { ...spec, type: "LoadBalancer" } };
}

/** As the Deployment would make it, to ask what would become of it. */
export const podOf = ({ namespace, application, track = "stable" }: SampleGiven): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "shop-probe", namespace, labels: { app: "shop", track } },
  spec: { containers: containersOf(application) },
});

/** A Deployment that spreads over nodes, and a disruption budget that lets one Pod go at a time. */
export const workloadOf = (given: SampleGiven): readonly object[] => {
  const { namespace, application, replicas, gates = [], annotations = {}, graceSeconds, track = "stable", name = "shop" } = given;
  const labels = { app: "shop", track };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, annotations },
          spec: {
            ...(graceSeconds === undefined ? {} : { terminationGracePeriodSeconds: graceSeconds }),
            readinessGates: gates.map((conditionType) => ({ conditionType })),
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "kubernetes.io/hostname",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: labels },
              },
            ],
            containers: containersOf(application),
          },
        },
      },
    },
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name, namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
  ];
};
