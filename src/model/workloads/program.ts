/** Programs of others whose own settings bear on how Pods end, and that are recognised where they run. */
export type ProgramName = "aws-load-balancer-controller" | "cluster-autoscaler";

/** What a Deployment says of the program that it runs. */
export interface Program {
  readonly name: ProgramName;
  /** As the container has it. */
  readonly image: string;
  /** `v3.5.0`, of the image's tag, else of the label `app.kubernetes.io/version`; undefined where neither is a version. */
  readonly version: string | undefined;
  /** Command and arguments in their order; `$(NAME)` is filled in where the container's own environment gives a value. */
  readonly arguments: readonly string[];
}
