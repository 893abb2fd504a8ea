import { setTimeout as pause } from "node:timers/promises";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import packageJson from "../../package.json" with { type: "json" };
import { namespace } from "../chart/helm.ts";
import { installCrds } from "../control-plane/crds.ts";
import { buildProductImage, type ProductImage } from "../node/product-image.ts";
import { owner } from "../node/record.ts";
import { type Nodes, startNodes } from "../node/start-nodes.ts";

const FREE_MS = 600_000;

/** kube-proxy's own default (Kubernetes 1.36): for so long calls still go to a replica that has ended. */
const USUAL_SYNC = "1s";

/** A cluster that an administrator is about to install Outlive into: nodes, its image on them, the AWS controller's definitions. */
export interface Site {
  readonly nodes: Nodes;
  readonly image: ProductImage;
  readonly client: ApiClient;
  /** What kubectl prints. @throws Error with what it says. */
  readonly kubectl: (args: readonly string[], input?: object) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Of the chart, for an image that no registry holds. */
export const imageValues = {
  image: { repository: "localhost/outlive", tag: packageJson.version, pullPolicy: "Never" },
} as const;

export async function startSite(): Promise<Site> {
  const image = await buildProductImage(say);
  const nodes = await startWhenFree();
  const client = createClient({ kubeconfig: nodes.kubeconfig });
  const kubectl = async (args: readonly string[], input?: object): Promise<string> => {
    const { code, stdout, stderr } = await nodes.kubectl(args, input === undefined ? {} : { input: JSON.stringify(input) });
    if (code !== 0) throw new Error(`kubectl ${args.slice(0, 4).join(" ")}: ${stderr.trim()}`);
    return stdout;
  };
  const stop = async (): Promise<void> => {
    await client.close();
    await nodes.stop();
  };
  try {
    await nodes.importImage(image.archive);
    await installCrds(nodes);
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, image, client, kubectl, stop };
}

// There is one cluster at a time on a machine, and others may be at work on it.
async function startWhenFree(): Promise<Nodes> {
  for (const deadlineMs = Date.now() + FREE_MS; ; ) {
    while (owner() !== undefined && Date.now() < deadlineMs) await pause(1_000);
    try {
      return await startNodes({ minSyncPeriod: USUAL_SYNC, report: say });
    } catch (error) {
      // Somebody else was quicker.
      if (!String(error).includes("one cluster at a time") || Date.now() > deadlineMs) throw error;
    }
  }
}

export interface Replica {
  readonly name: string;
  readonly uid: string;
  readonly address: string;
  readonly image: string;
  readonly ready: boolean;
  readonly restarts: number;
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
    readonly spec: { readonly containers: readonly { readonly image: string }[] };
    readonly status: {
      readonly podIP?: string;
      readonly conditions?: readonly { readonly type: string; readonly status: string }[];
      readonly containerStatuses?: readonly { readonly restartCount: number }[];
    };
  }[];
}

/** Outlive's Pods that are not about to end. */
export async function replicas({ kubectl }: Site): Promise<readonly Replica[]> {
  const selector = "app.kubernetes.io/name=outlive,app.kubernetes.io/instance=outlive";
  const { items } = JSON.parse(await kubectl(["-n", namespace, "get", "pods", "-l", selector, "-o", "json"])) as PodList;
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      uid: metadata.uid,
      address: status.podIP ?? "",
      image: spec.containers[0]?.image ?? "",
      ready: status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false,
      restarts: status.containerStatuses?.reduce((sum, { restartCount }) => sum + restartCount, 0) ?? 0,
    }));
}

/** Polls; what is still amiss after `timeoutMs` is the error. */
export async function eventually(what: string, timeoutMs: number, holds: () => Promise<boolean>): Promise<number> {
  const begunMs = Date.now();
  let last = "";
  while (Date.now() - begunMs < timeoutMs) {
    const held = await holds().catch((error: unknown) => {
      last = String(error);
      return false;
    });
    if (held) return Date.now() - begunMs;
    await pause(200);
  }
  throw new Error(`${what}: not within ${timeoutMs / 1000} s ${last}`);
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
