/** What each problem says. One table, so that the words can be held against the docs. */
import type { Problem, ProblemId } from "#model/findings/problem.ts";
import { bindingProblemTexts } from "./problem-texts/binding.ts";
import { controllerProblemTexts } from "./problem-texts/controller.ts";
import { floorProblemTexts } from "./problem-texts/floor.ts";
import { gatewayProblemTexts } from "./problem-texts/gateway.ts";
import { ingressProblemTexts } from "./problem-texts/ingress.ts";
import { ownKeyProblemTexts } from "./problem-texts/own-key.ts";
import type { ProblemText, SayProblem } from "./problem-texts/say-problem.ts";
import { serviceProblemTexts } from "./problem-texts/service.ts";
import { targetGroupProblemTexts } from "./problem-texts/target-group.ts";

const problemTexts: Readonly<Record<ProblemId, SayProblem>> = {
  ...targetGroupProblemTexts,
  ...ingressProblemTexts,
  ...bindingProblemTexts,
  ...serviceProblemTexts,
  ...gatewayProblemTexts,
  ...ownKeyProblemTexts,
  ...controllerProblemTexts,
  ...floorProblemTexts,
};

export const problemText = (problem: Problem): ProblemText => problemTexts[problem.id](problem);
