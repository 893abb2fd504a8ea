import { parseArgs } from "node:util";
import type { Planned } from "./proof.ts";
import { releaseScenarios } from "./releases/release-scenarios.ts";
import { scenarios } from "./scenarios.ts";
import { allVariants, type Variant, variants } from "./variants.ts";

/** Runs at one pace. */
export interface PlannedSet {
  readonly factor: number;
  readonly planned: readonly Planned[];
}

export interface ProofCommand {
  readonly cluster: "node" | "kind";
  readonly sets: readonly PlannedSet[];
  readonly atOnce: number;
  readonly perSecond: number;
  /** Where each run is written to as soon as it is over. */
  readonly keep: string | undefined;
  /** Files of earlier runs, instead of runs. */
  readonly from: readonly string[];
  /** Folder of `proof.md`; undefined: nothing is written. */
  readonly out: string | undefined;
}

export const USAGE = `Usage: node test/e2e/proof/main.ts [--short | --whole | --releases | --factor N --runs N --scenario NAME… --variant TEXT… --further]
         [--cluster node|kind] [--at-once N] [--rate N] [--keep FILE] [--from FILE…] [--out FOLDER]
  --short     a roll-out with each variant and two node drains, in some minutes
  --whole     everything three times at a fifth of AWS's times, and a roll-out with each variant at full length
  --releases  releases by Flagger and Argo Rollouts, with and without Outlive
  --factor    times of load balancer and policies, 1 for those of AWS; 0.2 by default
  --runs      of each scenario and variant; 1 by default
  --scenario  ${scenarios.map(({ name }) => name).join(", ")};
              with --releases ${releaseScenarios.map(({ name }) => name).join(", ")}
  --variant   only variants whose name contains the text
  --further   other applications, requests and load balancers too
  --cluster   two nodes on this Linux machine as root, or kind where there is Docker
  --at-once   runs at the same time; 2 by default
  --rate      requests a second of each run; 50 by default
  --keep      adds each run to a file as soon as it is over
  --from      makes no run, but takes those that were kept
  --out       writes proof.md and its pictures there, and the data that its predictions are checked with
`;

/** Undefined for what cannot be understood. */
export function parseProofCommand(args: readonly string[]): ProofCommand | undefined {
  const values = read(args);
  if (values === undefined) return undefined;
  const [factor = 0, runs = 0, atOnce = 0, perSecond = 0] = [values.factor, values.runs, values["at-once"], values.rate].map(
    Number,
  );
  if (![factor, runs, atOnce, perSecond].every((number) => number > 0)) return undefined;
  if (values.cluster !== "node" && values.cluster !== "kind") return undefined;
  const { keep, from, out } = values;
  const sets = from.length > 0 ? [] : setsOf(values, factor, runs);
  if (from.length === 0 && sets.every(({ planned }) => planned.length === 0)) return undefined;
  return { cluster: values.cluster, sets, atOnce, perSecond, keep, from, out };
}

type Values = NonNullable<ReturnType<typeof read>>;

function setsOf(
  { short, whole, releases, further, scenario, variant }: Values,
  factor: number,
  runs: number,
): readonly PlannedSet[] {
  if (whole) return [set(0.2, 3, scenariosNamed([]), allVariants), set(1, 1, scenariosNamed(["roll-out"]), variants)];
  const isNamed = ({ name }: Variant): boolean => variant.length === 0 || variant.some((text) => name.includes(text));
  const usual = variants.filter(({ name }) => ["nothing", "pod-outlives-target"].includes(name));
  if (releases) return [set(factor, runs, scenariosNamed(scenario, releaseScenarios), usual.filter(isNamed))];
  if (short) {
    const rolledOut = set(factor, 1, scenariosNamed(["roll-out"]), variants).planned;
    return [{ factor, planned: [...rolledOut, ...set(factor, 1, scenariosNamed(["node drain"]), usual).planned] }];
  }
  const known = further ? allVariants : variants;
  return [set(factor, runs, scenariosNamed(scenario), known.filter(isNamed))];
}

const scenariosNamed = (names: readonly string[], among = scenarios): typeof scenarios =>
  among.filter(({ name }) => names.length === 0 || names.includes(name));

function set(factor: number, runs: number, wanted: typeof scenarios, chosen: readonly Variant[]): PlannedSet {
  const once = wanted.flatMap((scenario) =>
    chosen.filter(({ only }) => only?.includes(scenario.name) ?? true).map((variant) => ({ scenario, variant })),
  );
  return { factor, planned: Array.from({ length: runs }, () => once).flat() };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        short: { type: "boolean", default: false },
        whole: { type: "boolean", default: false },
        releases: { type: "boolean", default: false },
        factor: { type: "string", default: "0.2" },
        runs: { type: "string", default: "1" },
        scenario: { type: "string", multiple: true, default: [] },
        variant: { type: "string", multiple: true, default: [] },
        further: { type: "boolean", default: false },
        cluster: { type: "string", default: "node" },
        "at-once": { type: "string", default: "2" },
        rate: { type: "string", default: "50" },
        keep: { type: "string" },
        from: { type: "string", multiple: true, default: [] },
        out: { type: "string" },
      },
    }).values;
  } catch {
    return undefined;
  }
}
