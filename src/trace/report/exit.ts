import { type Confidence, confidences } from "#trace/attribution/cause.ts";
import type { TraceReport } from "./report.ts";

/** Lost requests whose cause a setting remedies, at least this certain. A guess never counts. */
export function remediable({ groups }: TraceReport, least: Exclude<Confidence, "guess">): number {
  const counts = groups.flatMap(({ causes }) =>
    causes.map(({ weight, confidence, count }) => {
      const certain = confidences.indexOf(confidence) <= confidences.indexOf(least);
      return certain && (weight === "termination" || weight === "setting") ? count : 0;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
