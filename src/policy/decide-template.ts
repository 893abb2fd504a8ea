import type { Verdict } from "#model/admission/decision.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Settings } from "#model/settings/settings.ts";
import type { Plan } from "#model/workloads/plan.ts";
import type { TemplateHistory } from "#model/workloads/template-history.ts";
import type { Workload } from "#model/workloads/workload.ts";

type Sized = Verdict & { readonly kind: "admit" };

/**
 * What becomes of a template and of what an earlier injection left there.
 *
 * | treatment | when                                                              | plan                              |
 * |-----------|-------------------------------------------------------------------|-----------------------------------|
 * | keep      | an update leaves out injected values, and nothing else is changed | they are put back                 |
 * | revert    | the API server would refuse ours beside the template's own        | ours are taken out                |
 * | size      | its own part is new, it states no grace period, nothing is ours   | what its Pods would be given      |
 * | leave     | else                                                              | none: its Pods are sized in any case |
 */
type TemplateTreatment = "size" | "keep" | "revert" | "leave";

/**
 * A template is sized only where that cannot hurt. A manifest that finds its own values changed conflicts with a second server-side
 * applier, and while we are down it rolls out again, or is refused for a sleep that its grace period no longer holds (Kubernetes 1.36).
 */
export function decideTemplate(
  sized: Sized,
  workload: Workload,
  history: TemplateHistory,
  { patchTemplates }: Pick<Settings, "patchTemplates">,
): Sized {
  const treatment = treatmentOf(sized, workload, history, patchTemplates);
  switch (treatment) {
    case "size":
      return sized;
    case "keep":
      return { ...sized, plan: history.dropped, remaining: [...sized.remaining, ...putBack(workload, history)] };
    case "revert":
      return { ...sized, plan: history.conflicting };
    case "leave":
      return { ...sized, plan: [] };
  }
}

/** Whether an earlier injection requires something, whatever the workload's Services are by now. */
export const concernsTemplate = (history: TemplateHistory): boolean => isKept(history) || history.conflicting.length > 0;

const isKept = ({ unchanged, dropped }: TemplateHistory): boolean => unchanged && dropped.length > 0;

function treatmentOf({ plan }: Sized, workload: Workload, history: TemplateHistory, patch: boolean): TemplateTreatment {
  if (isKept(history)) return "keep";
  if (history.conflicting.length > 0) return "revert";
  const safe = patch && history.graceStated === "no" && !history.unchanged && !history.sized;
  return safe && !raisesOwnSleep(plan, workload, history) ? "size" : "leave";
}

const raisesOwnSleep = (plan: Plan, { podSpec }: Workload, { injectedSleeps }: TemplateHistory): boolean =>
  plan.some(
    (step) =>
      step.set === "pre-stop" &&
      podSpec.containers[step.container]?.preStop.kind === "sleep" &&
      !injectedSleeps.has(step.container),
  );

/** Somebody who took a sleep out by hand sees it come back, and should read how to be skipped. */
function putBack(workload: Workload, { takenOut, dropped }: TemplateHistory): readonly Finding[] {
  if (!takenOut) return [];
  return dropped.flatMap((step) =>
    step.set !== "pre-stop"
      ? []
      : [
          {
            rule: "injected-sleep-restored",
            severity: "warning",
            subject: workload.ref,
            path: [...workload.podPath, "spec", `containers[${step.container}]`, "lifecycle", "preStop"].join("."),
            actual: undefined,
            required: step.seconds,
            because: [],
            details: { container: step.containerName },
          },
        ],
  );
}
