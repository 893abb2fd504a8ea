import { readdirSync } from "node:fs";
import { join } from "node:path";
import { chart, root } from "./helm.ts";

const eks = readdirSync(join(root, "deploy/eks"))
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => join("deploy/eks", name));
const ci = readdirSync(join(chart, "ci")).map((name) => join("charts/outlive/ci", name));

/** Every values file that people are pointed to, and those that switch on what the others leave off. */
export const valueFiles: readonly string[] = [...eks, "deploy/kustomize/values.yaml", ...ci];
