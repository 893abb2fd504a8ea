export const probeFormats = ["text", "json", "html"] as const;

export interface ProbeOptions {
  readonly rate: string;
  readonly duration: string;
  readonly connections: string;
  readonly timeout: string;
  readonly method: "GET" | "HEAD";
  readonly header?: readonly string[];
  readonly caFile?: string;
  readonly accept: string;
  readonly podHeader?: string;
  readonly minSuccess?: string;
  /** False with `--no-load`. */
  readonly load: boolean;
  readonly record?: string;
  readonly namespace?: string;
  readonly selector?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  /** ARNs. */
  readonly targetGroup?: readonly string[];
  readonly awsEndpoint?: string;
  readonly config?: string;
  readonly output: (typeof probeFormats)[number];
  readonly quiet?: boolean;
}
