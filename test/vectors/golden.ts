/** Scenarios that a real AWS Load Balancer Controller was run on: manifests in, what it built out. */
import { readdirSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { documentsOf } from "../support/view.ts";

export interface GoldenTargetGroup {
  readonly targetGroupName: string;
  readonly tgbName: string;
  readonly namespace: string;
  readonly service: string;
  readonly servicePort: string | number;
  readonly targetType: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly attributesSetByLBC: Readonly<Record<string, string>>;
  readonly healthCheck: {
    readonly interval: number;
    readonly timeout: number;
    readonly healthy: number;
    readonly unhealthy: number;
    readonly path?: string | null;
    readonly protocol: string;
    readonly port: string;
    readonly matcher?: string | null;
  };
  readonly originLabels: Readonly<Record<string, string>>;
  readonly protocol: string;
  readonly usedByListener: boolean;
  readonly loadBalancerIdleTimeout?: string;
  readonly loadBalancers: readonly { readonly type: string }[];
}

export interface GoldenPod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly readinessGates: readonly string[];
}

export interface GoldenState {
  readonly accepted: true | string;
  readonly managed?: Readonly<Record<string, "yes" | "no" | "error">>;
  readonly targetGroups: readonly GoldenTargetGroup[];
  readonly pods: readonly GoldenPod[];
}

export interface Golden extends GoldenState {
  readonly title: string;
  readonly environment: {
    readonly clusterName: string;
    readonly controllerFlags: readonly string[];
    readonly serviceMutatorWebhook: boolean;
    readonly workloadsApplied: string;
  };
  readonly admissionErrors: readonly { readonly kind: string; readonly namespace?: string; readonly name: string }[];
  readonly beforeUpdate?: GoldenState;
}

export interface Scenario {
  readonly name: string;
  readonly golden: Golden;
  readonly flags: ControllerFlags;
  readonly manifests: readonly unknown[];
  readonly update: readonly unknown[] | undefined;
  readonly live: readonly unknown[];
  readonly liveBeforeUpdate: readonly unknown[] | undefined;
}

const folder = join(import.meta.dirname, "lbc-golden");

export const scenarios: readonly Scenario[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
  .map(read);

function read(name: string): Scenario {
  const file = (base: string): readonly unknown[] | undefined => {
    const path = join(folder, name, base);
    return existsSync(path) ? documentsOf(readFileSync(path, "utf8")) : undefined;
  };
  const golden: Golden = JSON.parse(readFileSync(join(folder, name, "golden.json"), "utf8"));
  return {
    name,
    golden,
    flags: flagsOf(golden),
    manifests: file("manifests.yaml") ?? [],
    update: file("update.yaml"),
    live: file("live.json") ?? [],
    liveBeforeUpdate: file("live-before-update.json"),
  };
}

/** @throws Error for a flag that is not known here, so that none goes unnoticed. */
function flagsOf({ environment }: Golden): ControllerFlags {
  if (environment.controllerFlags.length > 0) throw new Error(`flags to read: ${environment.controllerFlags.join(" ")}`);
  return {
    ...defaultControllerFlags,
    clusterName: environment.clusterName,
    serviceMutatorWebhook: environment.serviceMutatorWebhook,
  };
}
