/** A hundred applications of three objects each, which differ in what decides about them: mode, kind, delay, hook, annotations. */

type Raw = Record<string, unknown>;

const kinds = ["Deployment", "StatefulSet", "DaemonSet"] as const;
const delays = [undefined, 5, 35, 120, 300] as const;
const sleeps = [undefined, 10, 40, 130] as const;
const grace = [undefined, 30, 60, 600] as const;
const annotations: readonly Readonly<Record<string, string>>[] = [
  {},
  {},
  {},
  { "outlive.dev/shutdown": "20" },
  { "outlive.dev/request-timeout": "30s" },
  { "outlive.dev/skip": "drained by hand" },
  { "outlive.dev/pre-stop": "50" },
  { "outlive.dev/policy": "target-outlives-pod" },
  { "outlive.dev/shutdown": "soon" },
];

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

export interface MixedApplication {
  readonly name: string;
  readonly workload: Raw;
  readonly service: Raw;
  readonly ingress: Raw;
}

export function mixedApplication(index: number, namespace: string): MixedApplication {
  const name = `app-${index}`;
  const kind = pick(kinds, index);
  const delay = pick(delays, index);
  const sleep = pick(sleeps, Math.floor(index / 3));
  const seconds = pick(grace, Math.floor(index / 7));
  const labels = { app: name };
  const hook =
    index % 11 === 0
      ? { exec: { command: ["/bin/sh", "-c", "nginx -s quit"] } }
      : sleep === undefined
        ? undefined
        : { sleep: { seconds: sleep } };
  const container = {
    name: "app",
    image: "shop:1",
    ports: [{ containerPort: 8080 }],
    ...(hook === undefined ? {} : { lifecycle: { preStop: hook } }),
  };
  const template = {
    metadata: { labels, annotations: pick(annotations, index) },
    spec: {
      // The API server refuses a sleep that the grace period does not hold.
      ...(seconds === undefined && sleep !== 130 && sleep !== 40
        ? {}
        : { terminationGracePeriodSeconds: Math.max(seconds ?? 0, sleep ?? 0) }),
      containers: [container],
    },
  };
  return {
    name,
    workload: {
      apiVersion: "apps/v1",
      kind,
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: labels },
        template,
        ...(kind === "DaemonSet" ? {} : { replicas: 0 }),
        ...(kind === "StatefulSet" ? { serviceName: name } : {}),
      },
    },
    service: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace },
      spec: {
        selector: labels,
        ports: [{ port: 80, targetPort: 8080 }],
        ...(index % 13 === 0 ? { publishNotReadyAddresses: true } : {}),
      },
    },
    ingress: {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: {
        name,
        namespace,
        annotations: {
          "kubernetes.io/ingress.class": index % 17 === 0 ? "nginx" : "alb",
          "alb.ingress.kubernetes.io/target-type": index % 5 === 0 ? "instance" : "ip",
          ...(delay === undefined
            ? {}
            : { "alb.ingress.kubernetes.io/target-group-attributes": `deregistration_delay.timeout_seconds=${delay}` }),
        },
      },
      spec: {
        rules: [{ http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name, port: { number: 80 } } } }] } }],
      },
    },
  };
}
