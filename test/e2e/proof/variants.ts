import type { Application } from "../sample/applications.ts";
import type { ProofPace } from "./pace.ts";

/** What is installed in front of the same application. */
export interface Variant {
  readonly name: string;
  readonly application: Application;
  readonly gate: boolean;
  /** Name of Outlive's policy; undefined without Outlive. */
  readonly policy: string | undefined;
  /** Undefined: nobody states it, so 300 s. */
  readonly delaySeconds: (pace: ProofPace) => number | undefined;
  /** Whether no request may be lost; false where the conditions of the policy are not met, or there is none. */
  readonly promises: boolean;
}

const unstated = (): undefined => undefined;
const short = ({ shortDelaySeconds }: ProofPace): number => shortDelaySeconds;
const long = ({ longDelaySeconds }: ProofPace): number => longDelaySeconds;

export const variants: readonly Variant[] = [
  { name: "nothing", application: "exits", gate: false, policy: undefined, delaySeconds: unstated, promises: false },
  { name: "gate only", application: "exits", gate: true, policy: undefined, delaySeconds: unstated, promises: false },
  {
    name: "Outlive, pod-outlives-target",
    application: "exits",
    gate: true,
    policy: "pod-outlives-target",
    delaySeconds: short,
    promises: true,
  },
  {
    name: "Outlive, target-outlives-pod",
    application: "drains",
    gate: true,
    policy: "target-outlives-pod",
    delaySeconds: long,
    promises: true,
  },
  {
    name: "Outlive, propagation",
    application: "drains",
    gate: true,
    policy: "propagation",
    delaySeconds: unstated,
    promises: true,
  },
];

/** Applications of other kinds under the default policy, and one that does not meet what its policy asks for. */
export const furtherVariants: readonly Variant[] = [
  {
    name: "Outlive, pod-outlives-target, sidecar",
    application: "sidecar",
    gate: true,
    policy: "pod-outlives-target",
    delaySeconds: short,
    promises: true,
  },
  {
    name: "Outlive, pod-outlives-target, distroless",
    application: "distroless",
    gate: true,
    policy: "pod-outlives-target",
    delaySeconds: short,
    promises: true,
  },
];
