import { printSource } from "#model/findings/sourced.ts";
import type { ControllerSummary } from "#model/reports/controller-summary.ts";
import type { ControllerDocument } from "#model/reports/v1alpha1.ts";

export const controllerJson = ({ controllers, flags, autoMode }: ControllerSummary): ControllerDocument => ({
  installed: controllers.map(({ ref, version, image, replicas }) => ({
    object: ref,
    version: version ?? null,
    image,
    replicas,
  })),
  flags: flags.map(({ flag, value, source }) => ({ flag, value, source: printSource(source) })),
  eksAutoMode: autoMode,
});
