import type { ServerParts } from "#server/server.ts";

/** Of a server that is ready as long as it runs, with limits as the configuration has them where nobody sets any. */
export const usualParts = {
  limits: { body: 4 * 1024 * 1024, bodies: 32 * 1024 * 1024, connections: 512 },
  clients: undefined,
  defaultTimeoutMs: 10_000,
  deadlineMarginMs: 100,
  readiness: () => [],
  beforeClose: () => Promise.resolve(),
} satisfies Partial<ServerParts>;
