import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { tracedRunSchema } from "./evidence/traced-run.ts";
import { proofPace } from "./pace.ts";
import type { Finished } from "./proof.ts";
import type { ProofSet } from "./proof-set.ts";
import { releaseScenarios } from "./releases/release-scenarios.ts";
import { scenarios } from "./scenarios.ts";
import { allVariants } from "./variants.ts";

const allScenarios = [...scenarios, ...releaseScenarios];

const lanes = <S extends z.ZodType<string>>(state: S) =>
  z.array(z.object({ name: z.string(), spans: z.array(z.object({ state, fromMs: z.number(), toMs: z.number() })) }));

const record = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  targets: lanes(z.enum(["initial", "healthy", "unhealthy", "draining", "unused"])),
  pods: lanes(z.enum(["pending", "starting", "ready", "terminating"])),
  requests: z.array(z.object({ atMs: z.number(), latencyMs: z.number(), status: z.number(), error: z.string() })),
  lost: z.array(z.object({ atMs: z.number(), status: z.number(), target: z.string().optional() })),
  traced: tracedRunSchema.optional(),
});

const kept = z.object({
  factor: z.number(),
  scenario: z.enum(allScenarios.map(({ name }) => name)),
  variant: z.enum(allVariants.map(({ name }) => name)),
  record: record.optional(),
  error: z.string().optional(),
});

/** Adds one line, so that what was run is not lost with a run that comes later. */
export function keepRun(file: string, factor: number, finished: Finished): void {
  const { scenario, variant } = finished.planned;
  const result = "error" in finished ? { error: finished.error.message } : { record: finished.run.record };
  const line = { factor, scenario: scenario.name, variant: variant.name, ...result };
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** In the order in which scenarios and variants are listed. @throws Error that names file and line. */
export function readKept(files: readonly string[]): readonly ProofSet[] {
  const runs = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line, at) => readLine(line, `${file}, line ${at + 1}`)),
  );
  const factors = [...new Set(runs.map(({ factor }) => factor))];
  return factors.map((factor) => ({
    pace: proofPace(factor),
    finished: runs
      .filter((run) => run.factor === factor)
      .map(({ finished }) => finished)
      .sort((a, b) => place(a) - place(b)),
  }));
}

function readLine(line: string, where: string): { readonly factor: number; readonly finished: Finished } {
  const read = kept.safeParse(JSON.parse(line));
  if (!read.success) throw new Error(`${where}: ${z.prettifyError(read.error)}`);
  const { factor, error, record: found } = read.data;
  const scenario = allScenarios.find(({ name }) => name === read.data.scenario);
  const variant = allVariants.find(({ name }) => name === read.data.variant);
  if (scenario === undefined || variant === undefined) throw new Error(`${where}: neither scenario nor variant is known`);
  const planned = { scenario, variant };
  if (found === undefined) return { factor, finished: { planned, error: new Error(error ?? "no record was kept") } };
  const lost = found.lost.map((request) => ({ ...request, target: request.target }));
  return { factor, finished: { planned, run: { scenario, variant, record: { ...found, lost } } } };
}

const place = ({ planned: { scenario, variant } }: Finished): number =>
  allScenarios.indexOf(scenario) * 100 + allVariants.indexOf(variant);
