export interface OutliveOptions {
  /** A configuration file of the webhook, already parsed; the defaults without it. */
  readonly configuration?: unknown;
  /** For workloads for which neither an annotation nor their Namespace names a policy. */
  readonly policy?: string;
  /** Of objects that do not say one; `default` without it. */
  readonly namespace?: string;
  /** The AWS Load Balancer Controller's `--cluster-name`, by which names of target groups can be predicted. */
  readonly clusterName?: string;
  /** Of Kubernetes, for which the objects are meant: `1.36`. */
  readonly kubernetesVersion?: string;
}

/** Options, or the configuration in them, that cannot be used. The message names each field. */
export class OutliveOptionsError extends Error {
  override readonly name = "OutliveOptionsError";
}
