import type { TestProject } from "vitest/node";
import { startMoto } from "./moto-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the simulated AWS. A test keeps to a region of its own. */
    readonly motoEndpoint: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const moto = await startMoto((line) => process.stderr.write(`${line}\n`));
  project.provide("motoEndpoint", moto.endpoint);
  return moto.stop;
}
