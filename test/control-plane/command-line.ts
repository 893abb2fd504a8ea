import { parseArgs } from "node:util";
import { BINARIES, type BinaryName } from "./binary-table.ts";

export const USAGE = `Usage:
  node test/control-plane/main.ts build [NAME…]
      Build the binaries of the control plane, and those named besides, that are neither in KUBEBUILDER_ASSETS nor in the cache.
  node test/control-plane/main.ts run [--crds] [--keep] -- COMMAND [ARGUMENT…]
      Start a control plane, run COMMAND with KUBECONFIG set for it, stop all, and exit with COMMAND's exit code.
      --crds  install the AWS and Gateway API resource definitions first
      --keep  leave it up until Ctrl-C if COMMAND succeeds; COMMAND may then be left out
`;

export type Command =
  | { readonly name: "build"; readonly besides: readonly BinaryName[] }
  | { readonly name: "help" }
  | { readonly name: "run"; readonly crds: boolean; readonly keep: boolean; readonly command: readonly string[] };

/** Throws an Error whose message can be shown to the user. */
export function parseCommandLine(args: readonly string[]): Command {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const { values, positionals } = parseArgs({
    args: args.slice(0, end),
    allowPositionals: true,
    options: { crds: { type: "boolean" }, keep: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  const { crds = false, keep = false } = values;
  if (values.help) {
    return { name: "help" };
  }
  const [name, ...rest] = positionals;
  if (name === "build" && end === args.length && !crds && !keep) {
    return { name, besides: rest.map(known) };
  }
  if (name !== "run" || rest.length > 0) {
    throw new Error(
      `"${args.slice(0, end).join(" ")}" is neither \`build\` nor \`run [--crds] [--keep] -- COMMAND\`; a command to run comes after \`--\`.`,
    );
  }
  const command = args.slice(end + 1);
  if (command.length === 0 && !keep) {
    throw new Error("`run` has no command: put one after `--`, or add --keep to only start the control plane.");
  }
  return { name, crds, keep, command };
}

function known(name: string): BinaryName {
  if (Object.hasOwn(BINARIES, name)) return name as BinaryName;
  throw new Error(`there is no binary "${name}"; there are ${Object.keys(BINARIES).join(", ")}.`);
}
