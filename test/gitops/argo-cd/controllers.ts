/** Argo CD's real application controller and repository server, with the cache between them. */

import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { provideBinaries } from "../../control-plane/binaries.ts";
import { createKubectl } from "../../control-plane/kubectl.ts";
import { freePorts } from "../../control-plane/ports.ts";
import { goModule } from "../go-module.ts";
import { accepts, answersAt, programs } from "../programs.ts";

export interface ArgoCd {
  readonly stop: () => Promise<void>;
}

export const argoNamespace = "argocd";

const everything = { group: "*", kind: "*" };

const project = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "AppProject",
  metadata: { name: "default", namespace: argoNamespace },
  spec: { sourceRepos: ["*"], destinations: [{ namespace: "*", server: "*" }], clusterResourceWhitelist: [everything] },
};

export async function startArgoCd(): Promise<ArgoCd> {
  const plane = inject("controlPlane");
  const run = createKubectl(plane.kubectlPath, plane.kubeconfig);
  const kubectl = async (args: readonly string[], input?: object): Promise<void> => {
    const { code, stderr } = await run(args, input === undefined ? {} : { input: JSON.stringify(input) });
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
  };
  const manifests = join(goModule("argo-cd", "github.com/argoproj/argo-cd/v3"), "manifests");
  const definitions = ["application-crd.yaml", "appproject-crd.yaml"].flatMap((file) => ["-f", join(manifests, "crds", file)]);
  await kubectl(["apply", "--server-side", ...definitions]);
  // kubectl gives up where a definition has no conditions yet.
  for (let tries = 0; tries < 20; tries += 1) {
    const { code } = await run(["wait", "--for=condition=Established", "--timeout=30s", ...definitions]);
    if (code === 0) break;
    await pause(500);
  }
  await kubectl(["apply", "-f", "-"], { apiVersion: "v1", kind: "Namespace", metadata: { name: argoNamespace } });
  // As every installation has it, with the kinds that Argo CD leaves out unless told otherwise.
  await kubectl(["apply", "-n", argoNamespace, "-k", join(manifests, "base/config")]);
  await kubectl(["apply", "-f", "-"], project);

  const { "argo-cd": argoCd, helm3, "cache-server": cache } = await provideBinaries(["argo-cd", "helm3", "cache-server"]);
  const running = programs();
  const tools = join(running.folder, "tools");
  mkdirSync(tools);
  symlinkSync(helm3, join(tools, "helm"));
  // kubectl has Kustomize built in; the repository server asks for `kustomize build FOLDER`.
  writeFileSync(join(tools, "kustomize"), `#!/bin/sh\nshift\nexec ${plane.kubectlPath} kustomize "$@"\n`);
  chmodSync(join(tools, "kustomize"), 0o755);
  const env = {
    KUBECONFIG: plane.kubeconfig,
    ARGOCD_FAKE_IN_CLUSTER: "true",
    ARGOCD_GPG_ENABLED: "false",
    ARGOCD_TLS_DATA_PATH: running.folder,
    ARGOCD_SSH_DATA_PATH: running.folder,
    HOME: running.folder,
    TMPDIR: running.folder,
    PATH: `${tools}:${process.env["PATH"] ?? ""}`,
  };
  const [redis = 0, repo = 0, repoMetrics = 0, metrics = 0] = await freePorts(4);
  const shared = [`--redis=127.0.0.1:${redis}`, "--logformat=text"];
  try {
    await running.start({ name: "cache", path: cache, args: [`127.0.0.1:${redis}`], env: {} }, accepts(redis));
    const repoArgs = ["--address=127.0.0.1", `--port=${repo}`, "--metrics-address=127.0.0.1", `--metrics-port=${repoMetrics}`];
    await running.start(
      {
        name: "repo-server",
        path: argoCd,
        args: ["repo-server", ...repoArgs, "--disable-tls", ...shared],
        env,
      },
      accepts(repo),
    );
    const repoServer = [`--repo-server=127.0.0.1:${repo}`, "--repo-server-plaintext"];
    await running.start(
      {
        name: "application-controller",
        path: argoCd,
        args: ["application-controller", "--namespace", argoNamespace, `--metrics-port=${metrics}`, ...repoServer, ...shared],
        env,
      },
      answersAt(metrics, "/healthz"),
    );
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { stop: running.stop };
}
