import { parseArgs } from "node:util";
import type { Planned } from "./proof.ts";
import { scenarios } from "./scenarios.ts";
import { furtherVariants, type Variant, variants } from "./variants.ts";

export interface ProofCommand {
  readonly factor: number;
  readonly runs: number;
  readonly atOnce: number;
  readonly perSecond: number;
  readonly planned: readonly Planned[];
  /** Folder of `proof.md`; undefined: nothing is written. */
  readonly out: string | undefined;
}

export const USAGE = `Usage: node test/e2e/proof/main.ts [--factor 0.2] [--runs 1] [--at-once 3] [--rate 50]
         [--scenario NAME]… [--variant TEXT]… [--further] [--out FOLDER]
  --factor    times of load balancer and policies, 1 for those of AWS
  --runs      of each scenario and variant
  --variant   only variants whose name contains the text
  --further   sidecar and distroless image too
  --out       writes proof.md and its pictures there
`;

/** Undefined for what cannot be understood. */
export function parseProofCommand(args: readonly string[]): ProofCommand | undefined {
  const values = read(args);
  if (values === undefined) return undefined;
  const [factor, runs, atOnce, perSecond] = [values.factor, values.runs, values["at-once"], values.rate].map(Number);
  const numbers = [factor, runs, atOnce, perSecond];
  if (numbers.some((number) => number === undefined || !(number > 0))) return undefined;
  const wanted = scenarios.filter(({ name }) => values.scenario.length === 0 || values.scenario.includes(name));
  const named = ({ name }: Variant): boolean => values.variant.length === 0 || values.variant.some((text) => name.includes(text));
  const chosen = [...variants, ...(values.further ? furtherVariants : [])].filter(named);
  const once = wanted.flatMap((scenario) => chosen.map((variant) => ({ scenario, variant })));
  if (once.length === 0) return undefined;
  const planned = Array.from({ length: runs ?? 1 }, () => once).flat();
  return { factor: factor ?? 1, runs: runs ?? 1, atOnce: atOnce ?? 1, perSecond: perSecond ?? 1, planned, out: values.out };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        factor: { type: "string", default: "0.2" },
        runs: { type: "string", default: "1" },
        "at-once": { type: "string", default: "3" },
        rate: { type: "string", default: "50" },
        scenario: { type: "string", multiple: true, default: [] },
        variant: { type: "string", multiple: true, default: [] },
        further: { type: "boolean", default: false },
        out: { type: "string" },
      },
    }).values;
  } catch {
    return undefined;
  }
}
