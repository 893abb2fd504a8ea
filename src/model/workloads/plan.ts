import type { Seconds } from "#model/findings/seconds.ts";

/** What to change on a Pod or a Pod template, in our words; injection/json-patch turns it into operations. */
export type Step =
  | {
      readonly set: "pre-stop";
      readonly container: number;
      readonly containerName: string;
      readonly seconds: Seconds;
      readonly form: "native" | "exec";
    }
  /** A sleep that was injected earlier goes; a handler beside it stays. */
  | { readonly set: "no-pre-stop"; readonly container: number; readonly containerName: string; readonly seconds: Seconds }
  | { readonly set: "grace-period"; readonly seconds: Seconds; readonly from: Seconds | undefined }
  | { readonly set: "readiness-gate"; readonly gate: string }
  | ({ readonly set: "record" } & InjectedTexts);

/** The annotations that say what was injected, and why; one that is undefined is taken away. */
export interface InjectedTexts {
  readonly injected: string | undefined;
  readonly why: string | undefined;
}

export type Plan = readonly Step[];

/** One line a step for the log, messages and reports. The record of what was set is not shown. */
export function printStep(step: Step): string | undefined {
  switch (step.set) {
    case "pre-stop":
      return `container ${step.containerName}: preStop sleep ${step.seconds} s`;
    case "no-pre-stop":
      return `container ${step.containerName}: no preStop sleep of ${step.seconds} s`;
    case "grace-period":
      return `terminationGracePeriodSeconds ${step.seconds}`;
    case "readiness-gate":
      return `readiness gate ${step.gate}`;
    case "record":
      return undefined;
  }
}

/** Every step that is shown. */
export const printPlan = (plan: Plan): readonly string[] => plan.flatMap((step) => printStep(step) ?? []);
