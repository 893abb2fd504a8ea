/** `node test/e2e/proof/main.ts`: the target proof of the Makefile. Exit codes: 0 as promised, 1 not, 2 wrong usage. */
import { provideBinaries } from "../../cluster/binaries.ts";
import { installCrds } from "../../cluster/crds.ts";
import { HOST_ADDRESS } from "../../node/addresses.ts";
import { missingRequirements } from "../../node/requirements.ts";
import { type Nodes, startNodes } from "../../node/start-nodes.ts";
import { sampleImages } from "../sample/images.ts";
import { type ProofCommand, parseProofCommand, USAGE } from "./command-line.ts";
import { writeProof } from "./document.ts";
import { startOutlive } from "./outlive.ts";
import { proofPace } from "./pace.ts";
import { type Finished, runProof } from "./proof.ts";
import { startStage } from "./stage.ts";
import { broken, plainTable, rowsOf } from "./table.ts";
import { vegetaLoad } from "./vegeta-load.ts";

process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  const command = parseProofCommand(args);
  if (command === undefined) {
    say(USAGE);
    return 2;
  }
  const missing = missingRequirements();
  for (const sentence of missing) say(sentence);
  if (missing.length > 0) return 1;
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted.abort());
  let nodes: Nodes | undefined;
  try {
    nodes = await startNodes({ nodes: 2, report: say });
    return await prove(nodes, command, interrupted.signal);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await nodes?.stop();
  }
}

async function prove(nodes: Nodes, command: ProofCommand, interrupted: AbortSignal): Promise<number> {
  await installCrds(nodes);
  for (const archive of sampleImages(nodes.folder)) await nodes.importImage(archive);
  const pace = proofPace(command.factor);
  const { vegeta } = await provideBinaries(["vegeta"], say);
  const outlive = await startOutlive(nodes, HOST_ADDRESS, {
    parameters: pace.parameters,
    controller: { clusterName: "emulated" },
  });
  const stage = startStage({ cluster: nodes, load: vegetaLoad(vegeta), pace, perSecond: command.perSecond, report: say });
  try {
    const ended = new Promise<never>((_, reject) =>
      interrupted.addEventListener("abort", () => reject(new Error("interrupted"))),
    );
    const running = runProof(stage, command.planned, command.atOnce, tell, interrupted);
    const finished = inOrder(await Promise.race([running, ended]), command);
    process.stdout.write(`${plainTable(rowsOf(finished))}\n`);
    if (command.out !== undefined) writeProof(command.out, [{ pace, finished }]);
    return broken(finished).length > 0 ? 1 : 0;
  } finally {
    await stage.stop();
    await outlive.stop();
  }
}

function tell(finished: Finished): void {
  say(
    plainTable(rowsOf([finished]))
      .split("\n")
      .at(1) ?? "",
  );
}

function inOrder(finished: readonly Finished[], { planned }: ProofCommand): readonly Finished[] {
  return [...finished].sort((a, b) => planned.indexOf(a.planned) - planned.indexOf(b.planned));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
