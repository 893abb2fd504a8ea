import type { Seconds } from "#model/findings/seconds.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { Placement } from "#model/nodes/placement.ts";
import type { ArgoStrategy } from "./argo-strategy.ts";
import type { PreStop } from "./pre-stop.ts";
import type { Program } from "./program.ts";

export interface Container {
  readonly name: string;
  readonly preStop: PreStop;
  readonly hasReadinessProbe: boolean;
  /** As declared: a container may serve on others as well. */
  readonly ports: readonly ContainerPort[];
  /** Of an image that is known to hold no shell and no `sleep`. */
  readonly minimalImage: boolean;
}

export interface ContainerPort {
  readonly name: string;
  readonly port: number;
}

/** The parts of a Pod spec that termination depends on. */
export interface PodSpec {
  /** Regular containers in their order; init containers and native sidecars are not among them. */
  readonly containers: readonly Container[];
  /** Undefined in a manifest file that does not say it; the API server has already filled in 30 in what a webhook receives. */
  readonly gracePeriod: Seconds | undefined;
  readonly readinessGates: readonly string[];
  readonly restartPolicy: "Always" | "OnFailure" | "Never";
  readonly windows: boolean;
  readonly hostNetwork: boolean;
  /** Absent where the Pod says nothing about its nodes. */
  readonly placement?: Placement;
}

/** How many Pods a roll-out keeps, where the workload says. */
export interface Rollout {
  readonly replicas: number | undefined;
  readonly strategy: string | undefined;
  readonly maxUnavailable: string | number | undefined;
  readonly maxSurge: string | number | undefined;
  /** Of a StatefulSet: Pods with a lower ordinal are not replaced. */
  readonly partition: number | undefined;
  /** Of an Argo Rollout. */
  readonly argo?: ArgoStrategy;
  /** Of an Argo Rollout without a template of its own: whose template it takes (`spec.workloadRef`). */
  readonly templateOf?: { readonly kind: string; readonly name: string };
}

/** A Pod, or anything that makes Pods from a template. */
export interface Workload {
  readonly ref: ObjectRef;
  /** Absent in a manifest file. */
  readonly uid?: string;
  /** Labels of the Pod or of the template: what Services select by. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly podSpec: PodSpec;
  /** Where the Pod spec stands in the object: `[]` for a Pod, `["spec","template"]` for a Deployment. */
  readonly podPath: readonly string[];
  /** The owner with `controller: true`, if any. */
  readonly controller: ObjectRef | undefined;
  readonly rollout: Rollout | undefined;
  /** Of a Deployment that runs a program whose settings are read. */
  readonly program?: Program;
}
