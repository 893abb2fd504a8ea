/** Releases of podinfo by the real controller of Flagger, which asks Outlive before each of them. */

import { afterAll, beforeAll, describe } from "vitest";
import { daemonSets } from "./daemon-sets.ts";
import { heldOrRolledBack } from "./held.ts";
import { type Setup, startSetup } from "./setup.ts";
import { otherTargets } from "./targets.ts";
import { patchedTemplates } from "./templates.ts";
import { twentyOfEach } from "./twenty.ts";

let started: Setup;
beforeAll(async () => {
  started = await startSetup();
});
afterAll(() => started?.stop());

/** No interval is shorter than 10 s, so that they all run at once. */
describe.concurrent("Flagger", () => {
  const setup = (): Setup => started;
  twentyOfEach(setup);
  heldOrRolledBack(setup);
  patchedTemplates(setup);
  otherTargets(setup);
  daemonSets(setup);
});
