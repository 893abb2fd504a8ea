import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { missingTools } from "../../../scripts/missing-tools.ts";
import { provideBinaries } from "../../control-plane/binaries.ts";
import { installCrds } from "../../control-plane/crds.ts";
import { createKubectl } from "../../control-plane/kubectl.ts";
import { sampleImages } from "../sample/images.ts";
import type { ProofCluster, Say } from "./proof-cluster.ts";

const CLUSTER = "outlive-proof";
const PROJECT = join(import.meta.dirname, "../../..");

/** Sentences for what kind needs and this machine lacks. */
export function missingForKind(): readonly string[] {
  const missing = missingTools({ docker: ["info"], kind: ["version"] });
  if (process.platform === "linux" && process.getuid?.() === 0) return missing;
  // Docker Desktop keeps the nodes in a virtual machine, and a route to Pods takes root.
  return [
    ...missing,
    "The load balancer runs on this machine and has to reach Pods by their addresses: that takes Linux and root.",
  ];
}

/** A cluster of three kind nodes of its own, with routes from this machine to its Pods. */
export async function startKindCluster(say: Say): Promise<ProofCluster> {
  const folder = mkdtempSync(join(tmpdir(), "outlive-kind-"));
  const kubeconfig = join(folder, "kubeconfig");
  const routes: string[] = [];
  const stop = async (): Promise<void> => {
    for (const route of routes) spawnSync("ip", ["route", "del", ...route.split(" ")], { stdio: "ignore" });
    spawnSync("kind", ["delete", "cluster", "--name", CLUSTER], { stdio: "ignore" });
    rmSync(folder, { recursive: true, force: true });
  };
  const tag = `${packageJson.version}-proof`;
  try {
    say("building the image and making a kind cluster");
    run("docker", ["build", "--build-arg", `VERSION=${packageJson.version}`, "--tag", `outlive:${tag}`, "."]);
    const create = ["create", "cluster", "--name", CLUSTER, "--kubeconfig", kubeconfig, "--config", "deploy/kind/cluster.yaml"];
    run("kind", [...create, "--wait", "120s"]);
    run("kind", ["load", "docker-image", `outlive:${tag}`, "--name", CLUSTER]);
    for (const archive of sampleImages(folder)) run("kind", ["load", "image-archive", archive, "--name", CLUSTER]);
    const kubectl = createKubectl((await provideBinaries(["kubectl"], say)).kubectl, kubeconfig);
    const { stdout } = await kubectl(["get", "nodes", "-o", "json"]);
    const nodes = asList(at(JSON.parse(stdout), "items"));
    for (const node of nodes) {
      const route = routeTo(node);
      run("ip", ["route", "replace", ...route.split(" ")]);
      routes.push(route);
    }
    await installCrds({ kubectl });
    const names = nodes.map((node) => asText(at(node, "metadata", "name")) ?? "");
    return { kubeconfig, kubectl, names, image: { repository: "outlive", tag, pullPolicy: "Never" }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `10.244.1.0/24 via 172.18.0.3`: kind's nodes forward to their own Pods. */
export function routeTo(node: unknown): string {
  const addresses = asList(at(node, "status", "addresses"));
  const internal = addresses.find((address) => at(address, "type") === "InternalIP");
  return `${asText(at(node, "spec", "podCIDR"))} via ${asText(at(internal, "address"))}`;
}

function run(file: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(file, args, { cwd: PROJECT, encoding: "utf8" });
  if (status !== 0) throw new Error(`${file} ${args.slice(0, 2).join(" ")} failed: ${error?.message ?? stderr.trim()}`);
}
