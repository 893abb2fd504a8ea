/** Whether the shared API server takes the policy of the floor, by its version and by how it was started. */
import { inject, type TestContext } from "vitest";
import { type PolicyApiVersion, servedMutatingPolicies } from "#floor/served-policies.ts";

const switchedOn = (process.env["OUTLIVE_API_SERVER_FLAGS"] ?? "").includes("MutatingAdmissionPolicy=true");

/** Undefined where it does not serve MutatingAdmissionPolicies. */
export function servedFloor(): PolicyApiVersion | undefined {
  const served = servedMutatingPolicies(inject("controlPlane").kubernetes);
  return served.how === "as-shipped" || (served.how === "switched-on" && switchedOn) ? served.apiVersion : undefined;
}

/** For `beforeEach`: leaves a test out, with the reason, where nothing could set a floor. */
export function needsFloor({ skip }: TestContext): void {
  const { how } = servedMutatingPolicies(inject("controlPlane").kubernetes);
  skip(
    servedFloor() === undefined,
    how === "never" ? "no MutatingAdmissionPolicy in this version" : "MutatingAdmissionPolicy is off in this version as shipped",
  );
}
