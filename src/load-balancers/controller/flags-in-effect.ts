import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { InstalledController } from "#model/load-balancers/installed-controller.ts";
import { perObject } from "#model/per-object.ts";
import {
  type ConfiguredFlags,
  type ControllerFlag,
  type ControllerFlags,
  defaultControllerFlags,
} from "#model/settings/controller-flags.ts";
import { decisiveControllers, installedControllers } from "./installed-controllers.ts";

export interface FlagSources {
  readonly view: ClusterView;
  readonly configured: ConfiguredFlags;
  /** Namespaces whose Deployments count before others. */
  readonly excludedNamespaces: readonly string[];
}

/** What is configured wins, then what the controllers in the cluster agree on, then the default of v3.5. Costs a look-up. */
export const flagsInEffect = (sources: FlagSources): ControllerFlags =>
  sources.view.memoize(merge, `${textOf(sources.configured)}\n${textOf(sources.excludedNamespaces)}`, () => merge(sources));

function merge({ view, configured, excludedNamespaces }: FlagSources): ControllerFlags {
  const running = decisiveControllers(installedControllers(view), excludedNamespaces);
  const [version, ...others] = new Set(running.map((controller) => controller.version));
  const known = version === undefined || others.length > 0 ? {} : { version };
  return { ...defaultControllerFlags, ...agreedFlags(running), ...definedOnly(configured), ...known };
}

/** The flags that all controllers have alike: nobody can say which of two that differ an object belongs to. */
export function agreedFlags(controllers: readonly InstalledController[]): Partial<ControllerFlags> {
  const differing = new Set(differingFlags(controllers));
  const [first] = controllers;
  const agreed = Object.entries(first?.flags ?? {}).filter(([flag]) => !differing.has(flag as ControllerFlag));
  return Object.fromEntries(agreed);
}

export const differingFlags = (controllers: readonly InstalledController[]): readonly ControllerFlag[] =>
  (Object.keys(defaultControllerFlags) as readonly ControllerFlag[]).filter(
    (flag) => new Set(controllers.map(({ flags }) => flags[flag] ?? defaultControllerFlags[flag])).size > 1,
  );

const definedOnly = (flags: ConfiguredFlags): Partial<ControllerFlags> =>
  Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));

const textOf = perObject((value: object): string => JSON.stringify(value));
