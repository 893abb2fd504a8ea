import { decisionContext, type GivenContext } from "#assessment/context.ts";
import { argumentOf } from "#load-balancers/controller/controller-arguments.ts";
import { agreedFlags } from "#load-balancers/controller/flags-in-effect.ts";
import { decisiveControllers, installedControllers } from "#load-balancers/controller/installed-controllers.ts";
import { fromObject, type Source } from "#model/findings/sourced.ts";
import type { ControllerSummary } from "#model/reports/controller-summary.ts";
import { type ControllerFlag, defaultControllerFlags } from "#model/settings/controller-flags.ts";

const autoModeController = "eks.amazonaws.com/alb";

export function controllerSummary(given: GivenContext): ControllerSummary {
  const { view, settings } = given;
  const controllers = decisiveControllers(installedControllers(view), settings.excludedNamespaces);
  const agreed = agreedFlags(controllers);
  const { flags } = decisionContext(given);
  const names = Object.keys(argumentOf) as readonly ControllerFlag[];
  const sourceOf = (flag: ControllerFlag): Source => {
    if (given.flags[flag] !== undefined) return { from: "setting", name: `controller.${flag}` };
    const [first] = controllers;
    return first === undefined || agreed[flag] === undefined ? { from: "default" } : fromObject(first.ref, "arguments");
  };
  return {
    controllers,
    flags: names
      .filter((flag) => flags[flag] !== defaultControllerFlags[flag])
      .map((flag) => ({ flag: argumentOf[flag], value: String(flags[flag]), source: sourceOf(flag) })),
    autoMode: view.list("IngressClass").some(({ controller }) => controller === autoModeController),
  };
}
