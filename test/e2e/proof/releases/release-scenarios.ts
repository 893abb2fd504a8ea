import type { Scenario } from "../scenarios.ts";
import { blueGreenScenarios } from "./blue-green.ts";
import { flaggerScenarios } from "./flagger-canary.ts";

/** Releases by controllers that Kubernetes does not bring along. */
export const releaseScenarios: readonly Scenario[] = [...flaggerScenarios, ...blueGreenScenarios];
