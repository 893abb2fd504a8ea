import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { flagsInEffect } from "#load-balancers/controller/flags-in-effect.ts";
import type { AwsFacts } from "#model/load-balancers/aws-facts.ts";
import type { ConfiguredFlags, ControllerFlags } from "#model/settings/controller-flags.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { Settings } from "#model/settings/settings.ts";

/** What every decision is taken from. One value a request, so that a reload of the configuration never changes one half-way. */
export interface DecisionContext {
  readonly view: ClusterView;
  readonly settings: Settings;
  readonly flags: ControllerFlags;
  /** `gitVersion` of the API server, or the version that manifests are meant for; undefined where it is not known. */
  readonly serverVersion?: string | undefined;
  /** What AWS reports, with its age; undefined where it is not asked. */
  readonly awsFacts?: AwsFacts | undefined;
}

/** The same before the cluster has been asked what its controller runs with. */
export interface GivenContext extends Omit<DecisionContext, "flags"> {
  readonly flags: ConfiguredFlags;
}

/** With the flags of the controller that the cluster has. Costs a look-up: the answer is kept until something changes. */
export const decisionContext = ({ flags, ...given }: GivenContext): DecisionContext => ({
  ...given,
  flags: flagsInEffect({ view: given.view, configured: flags, excludedNamespaces: given.settings.excludedNamespaces }),
});

/** @throws Error for a name that settings were not checked against; scope and overrides only give names that exist. */
export function policyNamed({ settings }: DecisionContext, name: string): Policy {
  const policy = settings.policies.find((known) => known.name === name);
  if (policy === undefined) throw new Error(`unknown policy "${name}"`);
  return policy;
}
