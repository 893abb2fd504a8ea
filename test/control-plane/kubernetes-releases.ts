/** The releases of Kubernetes that the suite runs on, each pinned by a Go module of its own below `tools/`. */
import type { BinaryName, GoModule } from "./binary-table.ts";

export type KubernetesRelease = {
  readonly minor: string;
  readonly module: GoModule;
  readonly version: string;
  readonly programs: readonly BinaryName[];
  /** Parts of the same minor for which no module of this very release is published. */
  readonly insteadOf?: Readonly<Record<string, string>>;
};

const CONTROL = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;

/** Of this one come the programs that every other test uses, and kubectl for all of them. */
export const USUAL_MINOR = "1.36";

export const KUBERNETES_RELEASES: readonly KubernetesRelease[] = [
  // The oldest with the native sleep, which the chart asks for.
  { minor: "1.30", module: "kubernetes-1.30", version: "v1.30.14", programs: [...CONTROL, "kubelet"] },
  {
    minor: "1.32",
    module: "kubernetes-1.32",
    version: "v1.32.13",
    programs: CONTROL,
    insteadOf: { "k8s.io/endpointslice": "v0.32.12", "k8s.io/cri-api": "v0.32.12", "k8s.io/kubectl": "v0.32.3" },
  },
  { minor: "1.34", module: "kubernetes-1.34", version: "v1.34.4", programs: CONTROL },
  {
    minor: USUAL_MINOR,
    module: "kubernetes",
    version: "v1.36.3",
    programs: [...CONTROL, "kube-proxy", "kubectl", "kubelet"],
  },
  // 1.38.0-beta.0 asks for Go 1.27.
  { minor: "1.37", module: "kubernetes-1.37", version: "v1.37.2", programs: CONTROL },
];

/** Throws an Error that names those there are. */
export function releaseOf(minor: string): KubernetesRelease {
  const found = KUBERNETES_RELEASES.find((release) => release.minor === minor);
  if (found !== undefined) return found;
  throw new Error(
    `there is no Kubernetes "${minor}" here; there are ${KUBERNETES_RELEASES.map((each) => each.minor).join(", ")}.`,
  );
}
