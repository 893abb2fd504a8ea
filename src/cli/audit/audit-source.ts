import type { AuditSource } from "#audit/audit-overview.ts";
import type { ChosenConfiguration } from "#cli/cluster/file-configuration.ts";
import { version } from "#cli/version.ts";
import { systemClock } from "#clock/clock.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";

/** Where and when, for whoever reads the report later. */
export const sourceOf = (
  client: ApiClient,
  configuration: ChosenConfiguration,
  kubernetes: string | undefined,
  unreadable: readonly string[],
): AuditSource => ({
  cluster: client.context ?? client.server,
  server: client.server,
  kubernetes,
  at: new Date(systemClock.nowMs()).toISOString(),
  version,
  configuration: configuration.source,
  installed: configuration.release !== undefined,
  unreadable,
});
