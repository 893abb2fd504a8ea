import { type Confidence, confidences } from "#trace/attribution/cause.ts";
import type { CauseReport, GroupReport } from "./report.ts";

/** One cause of a group over its degrees of confidence. */
export interface CauseRow {
  readonly title: string;
  readonly rule: number;
  readonly weight: CauseReport["weight"];
  readonly count: number;
  readonly by: Readonly<Record<Confidence, number>>;
  readonly remedy: string;
  readonly examples: CauseReport["examples"];
}

/** Losses first, by their number. */
export function causeRows({ causes }: Pick<GroupReport, "causes">): readonly CauseRow[] {
  const rows = [...Map.groupBy(causes, ({ title }) => title).values()].map((parts) => rowOf(parts));
  const isLoss = ({ weight }: CauseRow): number => (weight === "none" ? 1 : 0);
  return rows.sort((a, b) => isLoss(a) - isLoss(b) || b.count - a.count || a.rule - b.rule);
}

function rowOf(parts: readonly CauseReport[]): CauseRow {
  const [first] = parts;
  if (first === undefined) throw new RangeError("a cause without failures");
  const count = (confidence: Confidence): number =>
    parts.reduce((sum, part) => sum + (part.confidence === confidence ? part.count : 0), 0);
  const by = { sure: count("sure"), likely: count("likely"), guess: count("guess") };
  const sleeps = parts.map(({ savedBySleep }) => savedBySleep);
  const known = sleeps.filter((sleep) => sleep !== null);
  return {
    title: first.title,
    rule: first.rule,
    weight: first.weight,
    count: confidences.reduce((sum, confidence) => sum + by[confidence], 0),
    by,
    remedy: known.length === sleeps.length && known.length > 0 ? `${Math.max(...known)} s of preStop sleep` : first.remedy,
    examples: parts.flatMap(({ examples }) => examples),
  };
}
