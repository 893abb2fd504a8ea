import { inject, type TestContext } from "vitest";
import { factsSince, type VersionFact, versionHas } from "#model/kubernetes/version-facts.ts";

/** Leaves a test out, with the reason, where the shared API server is too old for what it is about. */
export function needsVersion({ skip }: TestContext, fact: VersionFact, what: string): void {
  skip(!versionHas(fact, inject("controlPlane").kubernetes), `${what} begins with 1.${factsSince[fact]}`);
}
