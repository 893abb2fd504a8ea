import type { Seconds } from "#model/findings/seconds.ts";

/** What a Service is to a Rollout. Argo Rollouts writes the hash of one revision into the selector of each. */
export type ArgoRole = "active" | "preview" | "stable" | "canary" | "ping" | "pong";

export interface ArgoService {
  readonly name: string;
  readonly role: ArgoRole;
}

/** Where Argo Rollouts writes the weights of an ALB (`trafficRouting.alb`). */
export interface ArgoAlb {
  readonly ingresses: readonly string[];
  /** Name of the action whose annotation it writes: `rootService`, else the stable Service. */
  readonly action: string;
  /** Port of the Services that the action forwards to. */
  readonly port: number;
}

/** How an Argo Rollout moves traffic from one revision to the next. */
export interface ArgoStrategy {
  readonly strategy: "blueGreen" | "canary";
  readonly services: readonly ArgoService[];
  readonly alb: ArgoAlb | undefined;
  /** How long the old Pods are kept after they have got their last new request; undefined where they are not kept for a time of their own. */
  readonly scaleDownDelay: { readonly seconds: Seconds; readonly field: string | undefined } | undefined;
  /** The same of the new Pods after an abort; undefined where they are kept for good, or where none of them got requests. */
  readonly abortScaleDownDelay: { readonly seconds: Seconds; readonly field: string | undefined } | undefined;
  /** The old Pods go while the weight moves, and are not kept at all. */
  readonly dynamicStableScale: boolean;
}
