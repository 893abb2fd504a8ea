import type { Moment } from "./life.ts";

interface OfPod {
  /** `namespace/name`. */
  readonly pod: string;
  readonly uid: string | undefined;
  readonly address: string | undefined;
  readonly moment: Moment;
}

/** What a Pod's own fields say about how it ends. */
export interface PodTerms {
  readonly graceSeconds: number | undefined;
  readonly preStopSeconds: number | undefined;
}

/** A container as a status reports it: why it ended, and when it runs again. */
export interface ContainerReport {
  readonly name: string;
  readonly runningSinceMs: number | undefined;
  /** The end after which nothing runs, as far as this status knows. */
  readonly terminated: ContainerEndReport | undefined;
  /** The end before the one that runs now. */
  readonly lastTerminated: ContainerEndReport | undefined;
}

export interface ContainerEndReport {
  readonly finishedMs: number;
  readonly exitCode: number | undefined;
  readonly reason: string | undefined;
}

/** One thing that a source reports about a Pod or a target. */
export type Fact =
  /** The Pod exists. */
  | (OfPod & { readonly what: "seen"; readonly terms: PodTerms | undefined })
  /** Its deletion was requested. */
  | (OfPod & { readonly what: "deleted"; readonly terms: PodTerms | undefined })
  | (OfPod & { readonly what: "containers"; readonly containers: readonly ContainerReport[] })
  /** The object is gone: everything that ran in it has ended. */
  | (OfPod & { readonly what: "gone" })
  | {
      readonly what: "registered" | "deregistered";
      /** Name of the group; empty where the source does not name it. */
      readonly group: string;
      readonly address: string;
      readonly port: number | undefined;
      readonly moment: Moment;
    };
