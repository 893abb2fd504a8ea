import { Command, Option } from "commander";

/** What `--fix` writes. */
export const fixTargets = ["workloads", "routes", "all"] as const;
export type FixTarget = (typeof fixTargets)[number];

const [bare] = fixTargets;

export const fixOption = new Option(
  "--fix <what>",
  "write into the files, then check again: timings of workloads (also with --fix alone), delays of routes, or all",
).choices(fixTargets);

/** `--fix` alone means workloads. An optional value would swallow the path in `outlive check --fix .`. */
export class CommandWithFix extends Command {
  override parseOptions(args: string[]): ReturnType<Command["parseOptions"]> {
    const end = args.indexOf("--");
    return super.parseOptions(args.map((arg, at) => (arg === "--fix" && (end === -1 || at < end) ? `--fix=${bare}` : arg)));
  }
}
