import { z } from "zod";

/** Endpoints that say whether a release may go on. */
export const gatesSchema = z
  .strictObject({
    enabled: z.boolean().default(false).describe("respond to Flagger and Argo Rollouts on a port of its own"),
    port: z.number().int().min(0).max(65_535).default(8081).describe("plain HTTP port of /flagger and /gate"),
  })
  .prefault({})
  .describe("gates for progressive delivery; restart to apply changes");
