/** Releases by the real controller of Argo Rollouts, which asks Outlive by the AnalysisTemplates of deploy/. */

import { afterAll, beforeAll, describe } from "vitest";
import { type GateSetup, startGateSetup } from "./gate-setup.ts";
import { jobInPlaceOfTheEndpoint } from "./job.ts";
import { webMetric } from "./web.ts";

let started: GateSetup;
beforeAll(async () => {
  started = await startGateSetup();
});
afterAll(() => started?.stop());

/** All at once: what takes long is that errors are measured again after 10 s. */
describe.concurrent("Argo Rollouts", () => {
  const setup = (): GateSetup => started;
  webMetric(setup);
  jobInPlaceOfTheEndpoint(setup);
});
