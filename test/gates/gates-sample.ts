import type { GivenContext } from "#assessment/context.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { viewOf } from "../support/view.ts";

/** A cluster in which the namespace web has this mode; out of scope without one. */
export function contextOf(mode: string | undefined, ...objects: readonly object[]): GivenContext {
  const read = readSettings({}, builtInPolicies);
  if (!read.ok) throw new Error("the defaults are not valid");
  const labels = mode === undefined ? {} : { "outlive.dev/mode": mode };
  return {
    view: viewOf([{ apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels } }, ...objects]),
    ...read.configuration,
  };
}
