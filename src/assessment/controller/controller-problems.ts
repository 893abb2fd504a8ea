import type { GivenContext } from "#assessment/context.ts";
import { disruptionBudgetsOf } from "#assessment/disruption-budgets.ts";
import { fewestPodsOf } from "#assessment/fewest-pods.ts";
import { argumentOf } from "#load-balancers/controller/controller-arguments.ts";
import { differingFlags } from "#load-balancers/controller/flags-in-effect.ts";
import { decisiveControllers, installedControllers } from "#load-balancers/controller/installed-controllers.ts";
import { isProven, provenVersion } from "#load-balancers/controller/proven-versions.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refPath } from "#model/kubernetes/refs.ts";
import type { InstalledController } from "#model/load-balancers/installed-controller.ts";
import { type ConfiguredFlags, type ControllerFlag, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { gateProblems } from "./gate-problems.ts";

/** Everything that is to be said about the controllers of the cluster, once. Walks the namespaces, so only commands call it. */
export function controllerProblems(given: GivenContext): readonly Problem[] {
  const { view, settings } = given;
  const controllers = installedControllers(view);
  const decisive = decisiveControllers(controllers, settings.excludedNamespaces);
  return controllers.flatMap((controller) => [
    ...severalProblems(controller, controllers, decisive),
    ...(decisive.includes(controller) ? flagProblems(controller, given.flags) : []),
    ...refusedProblems(controller),
    ...versionProblems(controller),
    ...availabilityProblems(controller, given),
    ...gateProblems(controller, given),
  ]);
}

function severalProblems(
  controller: InstalledController,
  all: readonly InstalledController[],
  decisive: readonly InstalledController[],
): readonly Problem[] {
  const others = all.filter((other) => other !== controller);
  if (others.length === 0) return [];
  const differing = decisive.includes(controller) ? differingFlags(decisive).map((flag) => argumentOf[flag]) : [];
  return [
    problem("controllers-several", controller.ref, "", {
      others: nameSome(
        others.map(({ ref }) => refPath(ref)),
        others.length,
      ),
      differing: nameSome(differing, differing.length),
    }),
  ];
}

/** Only what somebody configured can differ: the rest is read here. */
const flagProblems = ({ ref, flags }: InstalledController, configured: ConfiguredFlags): readonly Problem[] =>
  (Object.keys(defaultControllerFlags) as readonly ControllerFlag[]).flatMap((flag) => {
    const running = flags[flag] ?? defaultControllerFlags[flag];
    const setting = configured[flag];
    if (flag === "serviceMutatorWebhook" || setting === undefined || running === undefined || setting === running) return [];
    const details = { setting: flag, configured: String(setting), running: String(running) };
    return [problem("controller-flag-differs", ref, argumentOf[flag], details)];
  });

const refusedProblems = ({ ref, refused }: InstalledController): readonly Problem[] =>
  refused.map(({ flag, value }) => problem("controller-flag-refused", ref, flag, { value }));

const versionProblems = ({ ref, version }: InstalledController): readonly Problem[] =>
  isProven(version)
    ? []
    : [
        problem("controller-version-unproven", ref, "", {
          version: version ?? "an unknown version",
          proven: provenVersion,
        }),
      ];

function availabilityProblems(
  { ref, replicas, leaderElection }: InstalledController,
  { view }: GivenContext,
): readonly Problem[] {
  const workload = view.get("Deployment", ref.namespace ?? "", ref.name);
  if (workload === undefined || replicas === 0) return [];
  const fewest = fewestPodsOf(workload, view)?.pods ?? replicas;
  const budgets = disruptionBudgetsOf({ namespace: ref.namespace ?? "", labels: workload.podLabels }, fewest, view);
  return [
    ...(fewest === 1 ? [problem("controller-single-replica", ref, "spec.replicas")] : []),
    ...(fewest > 1 && budgets.length === 0 ? [problem("controller-budget-missing", ref, "")] : []),
    ...(replicas > 1 && !leaderElection
      ? [problem("controller-leader-election-off", ref, "--enable-leader-election", { replicas: String(replicas) })]
      : []),
  ];
}
