import type { Problem } from "#model/findings/problem.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { OwnKeyProblemId } from "#model/problems/own-key.ts";
import { keys } from "#model/settings/keys.ts";
import { detail, type SayProblem } from "./say-problem.ts";

export const ownKeyProblemTexts: Readonly<Record<OwnKeyProblemId, SayProblem>> = {
  "key-unknown": (p) => ({
    what: `${named(p)} is not a known key`,
    why: "it has no effect",
    todo: todoForUnknown(p),
  }),
  "key-misplaced": (p) => ({
    what: `${named(p)} is not read on this object`,
    why: "it has no effect",
    todo: detail(p, "key") === keys.injected ? "remove it" : `use it as ${detail(p, "where")}, or remove it`,
  }),
};

/** `Deployment web/shop: annotation outlive.dev/skp`. */
const named = (problem: Problem): string => `${printRef(problem.object)}: ${detail(problem, "form")} ${detail(problem, "key")}`;

function todoForUnknown(problem: Problem): string {
  const near = detail(problem, "near");
  const where = detail(problem, "where");
  const here = detail(problem, "here");
  if (near !== "") return where === "" ? `write ${near}` : `write ${near}, as ${where}`;
  return here === "" ? "remove it" : `remove it, or use a key that is read here: ${here}`;
}
