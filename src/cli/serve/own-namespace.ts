import type { Configuration } from "#settings/read-settings.ts";

/** The namespace that a webhook runs in is never in its scope, whatever the configuration says. */
export function withOwnNamespace(configuration: Configuration, ownNamespace: string | undefined): Configuration {
  if (ownNamespace === undefined) return configuration;
  const { settings } = configuration;
  return { ...configuration, settings: { ...settings, excludedNamespaces: [...settings.excludedNamespaces, ownNamespace] } };
}
