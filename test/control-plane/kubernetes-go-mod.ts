import type { KubernetesRelease } from "./kubernetes-releases.ts";

/**
 * What `go mod tidy` has to be given for one release. The parts of Kubernetes are published as modules of their own, and its go.mod leads
 * each of them to a folder that only its repository has: the same names lead to the published ones here.
 */
export function goModOf({ module, version, programs, insteadOf = {} }: KubernetesRelease, upstream: string): string {
  const part = version.replace("v1.", "v0.");
  const replaced = [...upstream.matchAll(/^\s*(?:replace )?(k8s\.io\/\S+) => \.\/staging\/\S+$/gm)].map(([, name = ""]) => name);
  const go = /^go (\d+\.\d+)(\S*)$/m.exec(upstream);
  if (go === null || replaced.length === 0) throw new Error(`the go.mod of Kubernetes ${version} is not of the known form.`);
  // Directives named `tool` are known from 1.24 on. What older code relies on stays as it was.
  const old = Number(go[1]?.split(".")[1]) < 24;
  return [
    `module outlive.dev/test/control-plane/tools/${module}`,
    old ? "go 1.24.0" : `go ${go[1]}${go[2]}`,
    ...(old ? [`godebug default=go${go[1]}`] : []),
    block("tool", programs.map((program) => `k8s.io/kubernetes/cmd/${program}`).toSorted()),
    `require k8s.io/kubernetes ${version}`,
    block(
      "replace",
      replaced.toSorted().map((name) => `${name} => ${name} ${insteadOf[name] ?? part}`),
    ),
    "",
  ].join("\n\n");
}

const block = (word: string, lines: readonly string[]): string => `${word} (\n${lines.map((line) => `\t${line}\n`).join("")})`;
