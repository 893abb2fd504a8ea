/** `node test/node/main.ts start|test|clean|image`: the targets node, test-node, node-clean and image of the Makefile. */
import { join } from "node:path";
import { runCommand, signalToEnd } from "../control-plane/run-command.ts";
import { cleanUp } from "./clean-up.ts";
import { IMAGE_PACKAGES, installPackages } from "./packages.ts";
import { buildProductImage } from "./product-image.ts";
import { owner } from "./record.ts";
import { missingForImage, missingRequirements } from "./requirements.ts";
import { startNodes } from "./start-nodes.ts";

const VITEST = join(import.meta.dirname, "../../node_modules/vitest/vitest.mjs");

process.exit(await main(process.argv.slice(2)));

async function main([command, ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case "start":
      return whereItCanRun(() => start(args.includes("--two") ? 2 : 1));
    case "test":
      return whereItCanRun(() =>
        runCommand([process.execPath, VITEST, "run", "--project", "node", ...args], { OUTLIVE_NODE: "1" }),
      );
    case "image":
      return whereItCanRun(image, missingForImage());
    case "clean":
      return clean();
    default:
      say("Usage: node test/node/main.ts start [--two] | test [FILE…] | clean | image");
      return 2;
  }
}

async function whereItCanRun(work: () => Promise<number>, missing = missingRequirements()): Promise<number> {
  for (const sentence of missing) say(sentence);
  return missing.length > 0 ? 0 : work();
}

async function start(nodes: 1 | 2): Promise<number> {
  try {
    const cluster = await startNodes({ nodes, report: say });
    process.stdout.write(`export KUBECONFIG=${cluster.kubeconfig}\n`);
    say(
      `${cluster.names.join(" and ")} ready, with logs in ${cluster.folder}. Ctrl-C here, or \`kill ${process.pid}\`, stops all and removes it.`,
    );
    await signalToEnd();
    // A second Ctrl-C must not leave the cleaning up half done; it takes seconds at most.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
    await cluster.stop();
    return 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function image(): Promise<number> {
  installPackages(say, IMAGE_PACKAGES);
  process.stdout.write(`${(await buildProductImage(say)).archive}\n`);
  return 0;
}

async function clean(): Promise<number> {
  const busy = owner();
  if (busy !== undefined) {
    say(`Process ${busy} has nodes up: end it with \`kill ${busy}\`, and it cleans up itself.`);
    return 1;
  }
  await cleanUp();
  return 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
