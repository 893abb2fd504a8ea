/** podinfo as its chart 6.14 installs it, as far as a release behind an ALB is concerned. */

import type { Timing } from "../support/release-stories.ts";
import { albIngress, attributesAnnotation, delay } from "../support/shop.ts";

export interface Podinfo {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly timing: Timing;
}

/** As a command: Flagger 1.36 is built with the API of Kubernetes 1.27 and drops the native action from what it copies. */
const lifecycle = (sleep: number | undefined): object =>
  sleep === undefined ? {} : { lifecycle: { preStop: { exec: { command: ["sleep", String(sleep)] } } } };

export const podTemplate = ({ name, image, timing }: Podinfo): object => ({
  metadata: { labels: { "app.kubernetes.io/name": name } },
  spec: {
    ...(timing.grace === undefined ? {} : { terminationGracePeriodSeconds: timing.grace }),
    containers: [
      {
        name: "podinfo",
        image,
        ports: [{ name: "http", containerPort: 9898 }],
        readinessProbe: { exec: { command: ["podcli", "check", "http", "localhost:9898/readyz"] }, periodSeconds: 10 },
        ...lifecycle(timing.sleep),
      },
    ],
  },
});

export const deployment = (podinfo: Podinfo): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { namespace: podinfo.namespace, name: podinfo.name },
  spec: {
    replicas: 1,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    selector: { matchLabels: { "app.kubernetes.io/name": podinfo.name } },
    template: podTemplate(podinfo),
  },
});

/** The same on every node, of which there is none here. */
export const daemonSet = (podinfo: Podinfo): object => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { namespace: podinfo.namespace, name: podinfo.name },
  spec: { selector: { matchLabels: { "app.kubernetes.io/name": podinfo.name } }, template: podTemplate(podinfo) },
});

/** To the apex Service, which Flagger makes. */
export const ingress = (namespace: string, name: string, seconds: number): object =>
  albIngress({ namespace, name, port: { number: 9898 } }, { [attributesAnnotation]: delay(seconds) });

export interface Hook {
  readonly type: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

interface CanaryGiven {
  readonly namespace: string;
  readonly name: string;
  /** Of the Deployment, where it is called otherwise. */
  readonly target?: string;
  readonly kind?: "Deployment" | "DaemonSet";
  readonly gatesPort: number | undefined;
  readonly hooks: readonly Hook[];
  readonly threshold?: number;
  /** Over the blue/green with one iteration, and over `service`. */
  readonly analysis?: object;
  readonly service?: object;
  readonly provider?: string;
}

/** With the shortest interval that Flagger knows, 10 s. */
export const canary = (given: CanaryGiven): object => ({
  apiVersion: "flagger.app/v1beta1",
  kind: "Canary",
  metadata: { namespace: given.namespace, name: given.name },
  spec: {
    ...(given.provider === undefined ? {} : { provider: given.provider }),
    targetRef: { apiVersion: "apps/v1", kind: given.kind ?? "Deployment", name: given.target ?? given.name },
    service: { port: 9898, targetPort: "http", ...given.service },
    analysis: {
      interval: "10s",
      threshold: given.threshold ?? 100,
      ...(given.analysis ?? { iterations: 1 }),
      webhooks: given.hooks.map(({ type, metadata }) => ({
        name: `outlive ${type}`,
        type,
        url: `http://127.0.0.1:${given.gatesPort}/flagger/${type}`,
        ...(metadata === undefined ? {} : { metadata }),
      })),
    },
  },
});
