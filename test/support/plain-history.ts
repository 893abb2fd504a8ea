import type { TemplateHistory } from "#model/workloads/template-history.ts";

/** Of a template in which nothing was ever injected, and of which nothing is known but what it says. */
export const plainHistory: TemplateHistory = {
  graceStated: "no",
  sized: false,
  unchanged: false,
  dropped: [],
  takenOut: false,
  conflicting: [],
  injectedSleeps: new Set(),
};
