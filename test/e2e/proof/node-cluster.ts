import { installCrds } from "../../control-plane/crds.ts";
import { imageValues } from "../../install/site.ts";
import { installPackages } from "../../node/packages.ts";
import { buildProductImage } from "../../node/product-image.ts";
import { missingRequirements } from "../../node/requirements.ts";
import { startNodes } from "../../node/start-nodes.ts";
import { sampleImages } from "../sample/images.ts";
import type { ProofCluster, Say } from "./proof-cluster.ts";

export const missingForNodes: () => readonly string[] = missingRequirements;

/** Two nodes on this machine, which needs Linux and root, but no Docker. */
export async function startNodeCluster(say: Say): Promise<ProofCluster> {
  installPackages(say);
  const image = await buildProductImage(say);
  const nodes = await startNodes({ nodes: 2, report: say });
  try {
    await installCrds(nodes);
    for (const archive of [image.archive, ...sampleImages(nodes.folder)]) await nodes.importImage(archive);
  } catch (error) {
    await nodes.stop();
    throw error;
  }
  return { ...nodes, ...imageValues };
}
