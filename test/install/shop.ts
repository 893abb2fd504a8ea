import { BASE_IMAGE } from "../node/base-image.ts";
import { rawClass, rawNamespace } from "../support/routing.ts";
import type { Site } from "./site.ts";

export const SHOP = "shop";

const labels = { app: SHOP };
const DELAY = "alb.ingress.kubernetes.io/target-group-attributes";

export const ingress = (delaySeconds: number): object => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: {
    name: SHOP,
    namespace: SHOP,
    annotations: {
      "alb.ingress.kubernetes.io/target-type": "ip",
      [DELAY]: `deregistration_delay.timeout_seconds=${delaySeconds}`,
    },
  },
  spec: {
    ingressClassName: "alb",
    rules: [
      {
        http: {
          paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: SHOP, port: { number: 80 } } } }],
        },
      },
    ],
  },
});

const container = {
  name: "web",
  image: BASE_IMAGE,
  imagePullPolicy: "Never",
  command: ["node", "-e", "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)"],
};

const deployment = (replicas: number): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: SHOP, namespace: SHOP },
  spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } },
});

/** For `dryRun=All`: behind the Ingress, so that Outlive has to look at facts. */
export const pod = (name: string): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: SHOP, labels },
  spec: { containers: [container] },
});

/** A Deployment behind Service and Ingress with a delay of 35 s, in a namespace in enforce mode. */
export async function openShop({ kubectl }: Site, replicas: number): Promise<void> {
  const items = [
    rawNamespace(SHOP, { "outlive.dev/mode": "enforce" }),
    rawClass("alb"),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: SHOP, namespace: SHOP },
      spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
    },
    ingress(35),
  ];
  await kubectl(["apply", "-f", "-"], { apiVersion: "v1", kind: "List", items });
  await kubectl(["apply", "-f", "-"], deployment(replicas));
}

export interface Timing {
  readonly sleep: number | undefined;
  readonly grace: number;
}

export interface StoredPod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: {
    readonly terminationGracePeriodSeconds: number;
    readonly containers: readonly {
      readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
    }[];
  };
}

export const timingOf = ({ spec }: StoredPod): Timing => ({
  sleep: spec.containers[0]?.lifecycle?.preStop?.sleep?.seconds,
  grace: spec.terminationGracePeriodSeconds,
});

/** Those of the Deployment that are not about to end, as they are stored. */
export async function shopPods({ kubectl }: Site): Promise<readonly Timing[]> {
  const list = JSON.parse(await kubectl(["-n", SHOP, "get", "pods", "-l", `app=${SHOP}`, "-o", "json"])) as {
    items: readonly StoredPod[];
  };
  return list.items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(timingOf);
}

/** As a Pod that is created now would be stored. */
export async function nextPod({ client }: Site): Promise<Timing> {
  const answer = await client.request(`/api/v1/namespaces/${SHOP}/pods?dryRun=All`, {
    method: "POST",
    body: JSON.stringify(pod("probe")),
  });
  return timingOf((await answer.json()) as StoredPod);
}
