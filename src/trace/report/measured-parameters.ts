import { propagationSeconds } from "#trace/measures/suggestions.ts";
import type { TraceReport } from "./report.ts";

/** A policy's propagation as it was measured, for the configuration file. */
export interface MeasuredPropagation {
  readonly minimumSeconds: number;
  readonly chosenSeconds: number;
  /** Ends of targets that it follows from. */
  readonly ends: number;
  /** Day of the last request, UTC. */
  readonly on: string;
}

export interface CurrentPropagation {
  readonly minimum: number;
  readonly chosen: number;
}

/** Of all groups together, because the parameter is one; undefined where no group's could be measured. */
export function measuredPropagation(
  { groups, window }: TraceReport,
  current: CurrentPropagation,
): MeasuredPropagation | undefined {
  const measured = groups.flatMap(({ propagation }) => propagation ?? []);
  const ends = measured.reduce((sum, { targets }) => sum + targets, 0);
  if (ends === 0 || window === null) return undefined;
  const minimumSeconds = Math.max(...measured.map((each) => propagationSeconds({ ...each, targets: ends }, current.minimum)));
  return {
    minimumSeconds,
    chosenSeconds: Math.max(minimumSeconds, current.chosen),
    ends,
    on: window.until.slice(0, 10),
  };
}

/** The part of a configuration file that carries the measured values, in YAML. */
export const parametersYaml = ({ minimumSeconds, chosenSeconds, ends, on }: MeasuredPropagation): string =>
  `# Measured by outlive trace.
parameters:
  propagation:
    albIp:
      minimum: ${minimumSeconds}
      chosen: ${chosenSeconds}
      measured: "${on}, ${ends} ends"
`;
