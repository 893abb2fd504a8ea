import { decisionContext, type GivenContext } from "#assessment/context.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { InstalledController } from "#model/load-balancers/installed-controller.ts";

/** The controller injects gates into Pods of namespaces with this label, unless its chart was given another selector. */
const gateLabel = "elbv2.k8s.aws/pod-readiness-gate-inject";

/** Where Outlive injects the gates itself, nobody relies on the controller's webhook. */
export function gateProblems(controller: InstalledController, given: GivenContext): readonly Problem[] {
  const reliant = namespacesRelyingOnIt(given);
  if (reliant.length === 0) return [];
  const namespaces = `namespaces ${nameSome(reliant, reliant.length)}`;
  if (!controller.injectsGates)
    return [problem("controller-gates-off", controller.ref, "--enable-pod-readiness-gate-inject", { namespaces })];
  return given.view
    .list("MutatingWebhookConfiguration")
    .flatMap(({ meta, webhook, optional }) =>
      webhook !== undefined && optional
        ? [problem("controller-gates-optional", refOf(meta), "failurePolicy", { webhook, namespaces })]
        : [],
    );
}

function namespacesRelyingOnIt(given: GivenContext): readonly string[] {
  const context = decisionContext(given);
  return given.view
    .list("Namespace")
    .map(({ meta }) => meta)
    .filter(({ name, labels }) => {
      if (labels[gateLabel] !== "enabled") return false;
      return !given.settings.injectReadinessGates || namespaceTreatment(name, context).mode !== "enforce";
    })
    .map(({ name }) => name);
}
