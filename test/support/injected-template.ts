/** Deployments as they are before and after an injection, and as clients send them later. */
import type { Json, JsonObject } from "#model/kubernetes/json.ts";

interface Written {
  /** By the names of containers; one without a hook is undefined. */
  readonly hooks?: Readonly<Record<string, Json | undefined>>;
  /** Absent where it is undefined. */
  readonly grace?: Json | undefined;
  readonly annotations?: JsonObject;
  readonly image?: string;
  /** Of the Deployment itself. */
  readonly metadata?: JsonObject;
}

/** A manifest of two containers that says nothing of its own about termination; the API server has filled in the grace period. */
export const manifest = { hooks: { app: undefined, proxy: undefined }, grace: 30 } as const;

export const record = '{"version":1,"preStop":{"app":40,"proxy":40},"gracePeriod":50,"was":30}';
export const why = "sleep 40 s: deregistration delay 35 s of Ingress web/shop";
export const texts: JsonObject = { "outlive.dev/injected": record, "outlive.dev/why": why };
export const nativeSleep = (seconds: number): JsonObject => ({ sleep: { seconds } });
export const execSleep = (seconds: number): JsonObject => ({ exec: { command: ["sleep", String(seconds)] } });

/** What is stored after both containers got a sleep. */
export const injected = { hooks: { app: nativeSleep(40), proxy: nativeSleep(40) }, grace: 50, annotations: texts } as const;

export const deploymentOf = ({ hooks = {}, grace, annotations, image = "shop:1", metadata }: Written): JsonObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "shop", namespace: "web", ...metadata },
  spec: {
    template: {
      metadata: { labels: { app: "shop" }, ...(annotations === undefined ? {} : { annotations }) },
      spec: {
        ...(grace === undefined ? {} : { terminationGracePeriodSeconds: grace }),
        containers: Object.entries(hooks).map(([name, preStop]) => ({
          name,
          image,
          ...(preStop === undefined ? {} : { lifecycle: { preStop } }),
        })),
      },
    },
  },
});
