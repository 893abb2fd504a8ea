import type { Application } from "../sample/applications.ts";
import type { ProofPace } from "./pace.ts";

/** What is installed in front of an application, and what must come of it. */
export interface Variant {
  readonly name: string;
  readonly application: Application;
  readonly loadBalancer: "alb" | "nlb";
  /** Of an NLB; `ip` by default. With `instance` every node forwards to every Pod (externalTrafficPolicy Cluster). */
  readonly targets?: "instance";
  readonly gate: boolean;
  /** Name of Outlive's policy; undefined without Outlive. */
  readonly policy: string | undefined;
  /** Undefined: nobody states it, so 300 s. */
  readonly delaySeconds: (pace: ProofPace) => number | undefined;
  /** Of requests to `/slow`, at full length. */
  readonly slowSeconds: number;
  /** `losses` where nothing protects requests, or the conditions of the policy are not met. */
  readonly expects: "none" | "losses";
  /** Names of scenarios; undefined: all. */
  readonly only?: readonly string[];
}

const unstated = (): undefined => undefined;
const short = ({ shortDelaySeconds }: ProofPace): number => shortDelaySeconds;
const long = ({ longDelaySeconds }: ProofPace): number => longDelaySeconds;

const usual = { loadBalancer: "alb", gate: true, slowSeconds: 5 } as const;
const bare = { ...usual, application: "exits", policy: undefined, delaySeconds: unstated, expects: "losses" } as const;
const podOutlivesTarget = { ...usual, policy: "pod-outlives-target", delaySeconds: short, expects: "none" } as const;
const targetOutlivesPod = { ...usual, policy: "target-outlives-pod", delaySeconds: long, expects: "none" } as const;

export const variants: readonly Variant[] = [
  { ...bare, name: "nothing", gate: false },
  { ...bare, name: "gate only" },
  { ...podOutlivesTarget, name: "pod-outlives-target", application: "exits" },
  { ...targetOutlivesPod, name: "target-outlives-pod", application: "drains" },
  { ...usual, name: "propagation", application: "drains", policy: "propagation", delaySeconds: unstated, expects: "none" },
];

/** Longer than any shutdown, and than the sleep of a policy that only waits for propagation. */
const longRequests = { slowSeconds: 20, only: ["roll-out"] } as const;

/** No gate exists for a target that is a node. */
const toNodes = { ...podOutlivesTarget, gate: false, loadBalancer: "nlb", targets: "instance", only: ["roll-out"] } as const;

/** Other applications, requests and load balancers, and a policy whose condition is not met. */
export const furtherVariants: readonly Variant[] = [
  { ...podOutlivesTarget, name: "pod-outlives-target, sidecar", application: "sidecar" },
  { ...podOutlivesTarget, name: "pod-outlives-target, distroless", application: "distroless" },
  { ...podOutlivesTarget, ...longRequests, name: "pod-outlives-target, requests of 20 s", application: "exits" },
  {
    ...targetOutlivesPod,
    ...longRequests,
    name: "target-outlives-pod, requests of 20 s, condition not met",
    application: "exits",
    expects: "losses",
  },
  { ...bare, name: "nothing, NLB", gate: false, loadBalancer: "nlb", only: ["roll-out"] },
  { ...podOutlivesTarget, name: "pod-outlives-target, NLB", application: "drains", loadBalancer: "nlb", only: ["roll-out"] },
  { ...toNodes, name: "pod-outlives-target, NLB to nodes", application: "drains" },
];

export const allVariants: readonly Variant[] = [...variants, ...furtherVariants];
