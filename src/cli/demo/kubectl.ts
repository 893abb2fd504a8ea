import { spawn } from "node:child_process";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";

export interface KubectlResult {
  readonly code: number;
  /** Standard output and standard error in the order in which they came, as a terminal would show them. */
  readonly shown: string;
  readonly stdout: string;
}

export type Kubectl = (args: readonly string[], input?: string) => Promise<KubectlResult>;

/** Runs the kubectl on PATH against one cluster. */
export const kubectlOf =
  (kubeconfig: string | undefined, context: string | undefined): Kubectl =>
  (args, input = "") =>
    new Promise((resolve, reject) => {
      const cluster = [
        ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
        ...(context === undefined ? [] : ["--context", context]),
      ];
      const child = spawn("kubectl", [...cluster, ...args], { stdio: ["pipe", "pipe", "pipe"] });
      let shown = "";
      let stdout = "";
      child.stdout.on("data", (chunk: Buffer) => {
        shown += chunk;
        stdout += chunk;
      });
      child.stderr.on("data", (chunk: Buffer) => {
        shown += chunk;
      });
      child.on("error", () =>
        reject(new CommandError("kubectl is not on PATH; install it first, the demo shows its output", exitCodes.unreadable)),
      );
      child.on("close", (code) => resolve({ code: code ?? 1, shown, stdout }));
      child.stdin.end(input);
    });
