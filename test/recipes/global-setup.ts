import type { TestProject } from "vitest/node";
import { type Installed, installServers } from "./installed.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly servers: Installed;
  }
}

export default function setup(project: TestProject): void {
  const installed = installServers();
  process.stderr.write(`${installed.versions.join("\n")}\n`);
  project.provide("servers", installed);
}
