import { spawnSync } from "node:child_process";

/** A sentence for each tool whose sign of life fails, by what it is asked for one; for docker that of its daemon. */
export const missingTools = (tools: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  Object.entries(tools)
    .filter(([tool, args]) => spawnSync(tool, args, { stdio: "ignore" }).status !== 0)
    .map(([tool, args]) => `\`${tool} ${args.join(" ")}\` fails: ${tool} is not installed or does not run.`);
