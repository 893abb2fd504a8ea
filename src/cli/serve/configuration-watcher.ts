import { readFileSync } from "node:fs";
import { type LoadedConfiguration, loadConfigurationText, parseConfiguration } from "#cli/configuration-file.ts";
import { systemClock } from "#clock/clock.ts";
import { fileChanges, lookAfter } from "#server/changes.ts";
import type { Configuration } from "#settings/read-settings.ts";

export type ConfigurationEvent =
  | { readonly event: "reloaded" }
  | { readonly event: "rejected"; readonly reason: string }
  /** Sockets and certificates are bound at start; the rest of the new file is in effect. */
  | { readonly event: "restart-needed" };

export interface ConfigurationWatcher {
  current(): Configuration;
  close(): void;
}

const pollMs = 30_000;

/**
 * Reads the configuration file again when it changes; an invalid one is reported, and the old one stays in effect.
 *
 * @param first what the file held a moment ago
 */
export function watchConfiguration(
  file: string | undefined,
  resolve: (read: Configuration) => Configuration,
  onEvent: (event: ConfigurationEvent) => void,
  first: LoadedConfiguration = loadConfigurationText(file),
): ConfigurationWatcher {
  let current = resolve(first.configuration);
  if (file === undefined) return { current: () => current, close: () => {} };
  let seen: string | undefined = first.text;
  const look = (): void => {
    const text = textOf(file);
    if (text === seen) return;
    seen = text;
    const read = tryParse(text, file);
    if (typeof read === "string") {
      onEvent({ event: "rejected", reason: read });
      return;
    }
    const bound = boundAtStart(current) !== boundAtStart(read);
    current = resolve(read);
    onEvent({ event: "reloaded" });
    if (bound) onEvent({ event: "restart-needed" });
  };
  return { current: () => current, close: lookAfter(fileChanges([file]), look, { clock: systemClock, pollMs }) };
}

const boundAtStart = ({ aws, server, tls, log, reports, restart, gates }: Configuration): string =>
  JSON.stringify([aws, server, tls, log, reports, restart, gates]);

function tryParse(text: string | undefined, file: string): Configuration | string {
  if (text === undefined) return `${file}: the configuration file can no longer be read`;
  try {
    return parseConfiguration(text, file);
  } catch (error) {
    return (error as Error).message;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
