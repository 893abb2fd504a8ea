/** The programs a cluster is made of, those that judge what is shipped, and the Go package each is built from. */

export type BinaryName =
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kubectl"
  | "kubelet"
  | "kube-proxy"
  | "helm"
  | "vegeta"
  | "actionlint"
  | "hclfmt"
  | "validate-krew-manifest"
  | "rollouts-controller"
  | "flagger"
  | "helm3"
  | "helm-controller"
  | "kube-score"
  | "kustomize-controller"
  | "argo-cd"
  | "cache-server";

export type GoModule =
  | "etcd"
  | "kubernetes"
  | "kubernetes-1.30"
  | "kubernetes-1.32"
  | "kubernetes-1.34"
  | "kubernetes-1.37"
  | "helm"
  | "vegeta"
  | "checks"
  | "argo-rollouts"
  | "flagger"
  | "helm3"
  | "helm-controller"
  | "kube-score"
  | "kustomize-controller"
  | "argo-cd"
  | "cache-server";

export type BinarySource = {
  /** Folder below `tools/` whose go.mod pins the version. */
  readonly module: GoModule;
  readonly package: string;
  /** Linker flags, derived from the pins so that a version is written in one place only. */
  readonly ldflags: (goMod: string) => readonly string[];
};

export const BINARIES: Readonly<Record<BinaryName, BinarySource>> = {
  etcd: { module: "etcd", package: "go.etcd.io/etcd/server/v3", ldflags: strip },
  "kube-apiserver": kubernetes("kube-apiserver"),
  "kube-controller-manager": kubernetes("kube-controller-manager"),
  "kube-scheduler": kubernetes("kube-scheduler"),
  kubectl: kubernetes("kubectl"),
  kubelet: kubernetes("kubelet"),
  "kube-proxy": kubernetes("kube-proxy"),
  helm: helm("helm", "v4"),
  helm3: helm("helm3", "v3"),
  vegeta: { module: "vegeta", package: "github.com/tsenart/vegeta/v12", ldflags: strip },
  actionlint: { module: "checks", package: "github.com/rhysd/actionlint/cmd/actionlint", ldflags: strip },
  hclfmt: { module: "checks", package: "github.com/hashicorp/hcl/v2/cmd/hclfmt", ldflags: strip },
  "rollouts-controller": {
    module: "argo-rollouts",
    package: "github.com/argoproj/argo-rollouts/cmd/rollouts-controller",
    ldflags: strip,
  },
  flagger: { module: "flagger", package: "github.com/fluxcd/flagger/cmd/flagger", ldflags: strip },
  "helm-controller": { module: "helm-controller", package: "github.com/fluxcd/helm-controller", ldflags: strip },
  "kustomize-controller": { module: "kustomize-controller", package: "github.com/fluxcd/kustomize-controller", ldflags: strip },
  "argo-cd": ownProgram("argo-cd"),
  "cache-server": ownProgram("cache-server"),
  "kube-score": { module: "kube-score", package: "github.com/zegl/kube-score/cmd/kube-score", ldflags: strip },
  "validate-krew-manifest": { module: "checks", package: "sigs.k8s.io/krew/cmd/validate-krew-manifest", ldflags: strip },
};

export const CONTROL_PLANE: readonly BinaryName[] = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubectl",
];

/** What a machine needs besides the control plane to be a node. */
export const NODE: readonly BinaryName[] = ["kubelet", "kube-proxy"];

function helm(module: GoModule, major: "v3" | "v4"): BinarySource {
  return {
    module,
    package: `helm.sh/helm/${major}/cmd/helm`,
    ldflags: (goMod) => [...strip(), ...helmVersion(goMod, module, major)],
  };
}

function kubernetes(command: string): BinarySource {
  return {
    module: "kubernetes",
    package: `k8s.io/kubernetes/cmd/${command}`,
    ldflags: (goMod) => [...strip(), ...kubernetesVersion(goMod)],
  };
}

function strip(): readonly string[] {
  return ["-s", "-w"];
}

// Without these a server built from the module reports v0.0.0 and decides its feature gates by that (Kubernetes 1.36).
function kubernetesVersion(goMod: string): readonly string[] {
  const [, version, major, minor] = /^\s*k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\S+)/m.exec(goMod) ?? [];
  if (version === undefined) {
    throw new Error(
      "test/control-plane/tools/kubernetes/go.mod requires no version of k8s.io/kubernetes: run `go mod tidy` there.",
    );
  }
  return [
    `-X k8s.io/component-base/version.gitVersion=${version}`,
    `-X k8s.io/component-base/version.gitMajor=${major}`,
    `-X k8s.io/component-base/version.gitMinor=${minor}`,
    `-X k8s.io/client-go/pkg/version.gitVersion=${version}`,
  ];
}

// A chart that asks for .Capabilities.HelmVersion is told this.
function helmVersion(goMod: string, module: GoModule, major: "v3" | "v4"): readonly string[] {
  const [, version] = new RegExp(`^\\s*(?:require )?helm\\.sh/helm/${major} (v\\S+)`, "m").exec(goMod) ?? [];
  if (version === undefined) {
    throw new Error(
      `test/control-plane/tools/${module}/go.mod requires no version of helm.sh/helm/${major}: run \`go mod tidy\` there.`,
    );
  }
  return [`-X helm.sh/helm/${major}/internal/version.version=${version}`];
}

/** Source in the folder of its pins. */
function ownProgram(module: "argo-cd" | "cache-server"): BinarySource {
  return { module, package: `outlive.dev/test/control-plane/tools/${module}`, ldflags: strip };
}
