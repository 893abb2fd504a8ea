import { provideBinaries } from "./binaries.ts";
import { CONTROL_PLANE } from "./binary-table.ts";
import { type Command, parseCommandLine, USAGE } from "./command-line.ts";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";
import { installCrds } from "./crds.ts";
import { kubectlEnvironment } from "./kubectl.ts";
import { runCommand, signalToEnd } from "./run-command.ts";

process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  try {
    return await perform(parseCommandLine(args));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function perform(command: Command): Promise<number> {
  switch (command.name) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "build":
      for (const path of Object.values(await provideBinaries([...CONTROL_PLANE, ...command.besides])))
        process.stdout.write(`${path}\n`);
      return 0;
    case "run":
      return run(command);
  }
}

async function run({ crds, keep, command }: Extract<Command, { name: "run" }>): Promise<number> {
  const plane = await startControlPlane();
  try {
    if (crds) await installCrds(plane);
    const env = kubectlEnvironment(plane.kubectlPath, plane.kubeconfig);
    const code = command.length === 0 ? 0 : await runCommand(command, env);
    if (keep && code === 0) await stayUp(plane);
    return code;
  } finally {
    // A second Ctrl-C must not leave the cleaning up half done; it takes seconds at most.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
    await plane.stop();
  }
}

async function stayUp(plane: ControlPlane): Promise<void> {
  process.stdout.write(`export KUBECONFIG=${plane.kubeconfig}\n`);
  say(
    `The control plane stays up, with its logs in ${plane.dataDir}. Ctrl-C here, or \`kill ${process.pid}\`, stops it and removes that folder.`,
  );
  await signalToEnd();
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
