import type { Finding } from "#model/findings/finding.ts";
import type { IgnoredFinding } from "#model/findings/ignored-finding.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { Plan } from "#model/workloads/plan.ts";
import type { DelayFix } from "#model/workloads/remedy.ts";

/** A line of an input; `-` is standard input, 1 the first line. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface PlacedFinding extends Place {
  readonly finding: Finding;
}

/** A workload that is skipped because somebody gave a reason for that. */
export interface SkippedWorkload extends Place {
  readonly subject: ObjectRef;
  readonly reason: string;
}

export interface CheckedObject extends Place {
  readonly subject: ObjectRef;
}

/** About an input, not about what it describes. */
export interface InputDiagnostic {
  readonly file: string;
  /** Undefined where it is about the file as a whole. */
  readonly line: number | undefined;
  readonly message: string;
}

/** The timings that the manifest of a workload lacks; steps that a file can carry only. */
export interface WorkloadFix extends Place {
  readonly kind: "workload";
  readonly subject: ObjectRef;
  readonly podPath: readonly string[];
  readonly plan: Plan;
}

/** The deregistration delay that the manifest of a route lacks, or that is the wrong one for the workloads behind it. */
export interface RouteFix extends Place, DelayFix {
  readonly kind: "route";
  readonly subject: ObjectRef;
}

export type ManifestFix = WorkloadFix | RouteFix;

/** Everything that was found in a set of manifests, in the order of files and lines. */
export interface CheckReport {
  readonly findings: readonly PlacedFinding[];
  /** Those that somebody decided to live with; they are not among `findings`. */
  readonly ignored: readonly IgnoredFinding[];
  readonly skipped: readonly SkippedWorkload[];
  /** Workloads, routes and namespaces that were evaluated. */
  readonly checked: readonly CheckedObject[];
  /** What could not be read; nothing is known of what it describes. */
  readonly unreadable: readonly InputDiagnostic[];
}
