/** Outlive on a kind cluster, for those with Docker: image, cluster, chart. Each step can be run again. */
import { spawnSync } from "node:child_process";
import packageJson from "../package.json" with { type: "json" };
import { missingTools } from "./missing-tools.ts";

const CLUSTER = "outlive";
const CONTEXT = `kind-${CLUSTER}`;
const NAMESPACE = "outlive-system";
const REPOSITORY = "outlive";
const TAG = `${packageJson.version}-kind`;
const PROJECT = new URL("..", import.meta.url).pathname;

process.exitCode = main();

function main(): number {
  const missing = missingTools({ docker: ["info"], kind: ["version"], kubectl: ["version", "--client"], helm: ["version"] });
  if (missing.length > 0) {
    for (const sentence of missing) say(sentence);
    say("Without Docker, `make node` starts a cluster on Linux as root, and `make demo` one without nodes anywhere.");
    return 1;
  }
  return steps().every(([what, command]) => succeeds(what, command)) ? 0 : 1;
}

function steps(): readonly (readonly [string, readonly string[]])[] {
  const image = `${REPOSITORY}:${TAG}`;
  const values = [`image.repository=${REPOSITORY}`, `image.tag=${TAG}`].flatMap((value) => ["--set", value]);
  const release = ["upgrade", "--install", "outlive", "charts/outlive", "--kube-context", CONTEXT];
  const kubectl = ["kubectl", "--context", CONTEXT, "--namespace", NAMESPACE];
  return [
    ["building the image", ["docker", "build", "--build-arg", `VERSION=${packageJson.version}`, "--tag", image, "."]],
    ...(clusterExists()
      ? []
      : [["making the cluster", ["kind", "create", "cluster", "--config", "deploy/kind/cluster.yaml"]] as const]),
    ["giving the nodes the image", ["kind", "load", "docker-image", image, "--name", CLUSTER]],
    ["installing the chart", ["helm", ...release, "--namespace", NAMESPACE, "--create-namespace", ...values]],
    // The tag stays the same from one build to the next, so an upgrade alone would leave the old Pods running.
    ["restarting the webhook", [...kubectl, "rollout", "restart", "deployment"]],
    ["waiting for the webhook", [...kubectl, "rollout", "status", "deployment", "--timeout=120s"]],
  ];
}

function clusterExists(): boolean {
  return spawnSync("kind", ["get", "clusters"], { encoding: "utf8" }).stdout.split("\n").includes(CLUSTER);
}

function succeeds(what: string, [file = "", ...args]: readonly string[]): boolean {
  say(`${what}: ${file} ${args.join(" ")}`);
  return spawnSync(file, args, { cwd: PROJECT, stdio: "inherit" }).status === 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
