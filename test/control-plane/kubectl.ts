import { spawn } from "node:child_process";
import { dirname, join } from "node:path";

type KubectlResult = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type KubectlOptions = {
  readonly input?: string;
  /** Ends kubectl when it aborts; the promise is rejected then. */
  readonly signal?: AbortSignal;
};

export type Kubectl = (args: readonly string[], options?: KubectlOptions) => Promise<KubectlResult>;

export function createKubectl(path: string, kubeconfig: string): Kubectl {
  return async (args, options = {}) => {
    const { signal, input = "" } = options;
    const env = { ...process.env, ...kubectlEnvironment(path, kubeconfig) };
    const child = spawn(path, args, { env, ...(signal === undefined ? {} : { signal }) });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    // kubectl may end before it has read its input; its exit code tells what happened.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject).once("close", resolve);
    });
    return { code: code ?? 1, stdout, stderr };
  };
}

/** What a command needs so that `kubectl` in it means this one and this cluster. */
export function kubectlEnvironment(path: string, kubeconfig: string): Readonly<Record<string, string>> {
  return {
    KUBECONFIG: kubeconfig,
    // kubectl keeps what it discovers for hours under the server's host and port, and our ports come round again.
    KUBECACHEDIR: join(dirname(kubeconfig), "kubectl-cache"),
    // Without it a developer's own ~/.kube/kuberc changes what kubectl does here (on by default since kubectl 1.34).
    KUBERC: "off",
    PATH: `${dirname(path)}:${process.env["PATH"] ?? ""}`,
  };
}
