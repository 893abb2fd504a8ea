import { z } from "zod";
import { type FindingId, findingIds } from "#model/findings/finding-id.ts";

/** One rule whose findings are not reported; admission decides as if it were not here. */
export const ignoredRuleSchema = z.strictObject({
  rule: z
    .enum(findingIds as readonly [FindingId, ...FindingId[]])
    .describe("id of a rule or another finding, as outlive rules lists it"),
  reason: z.string().min(1).describe("why, for whoever reads the report"),
  namespaces: z.array(z.string()).optional().describe("only in these namespaces; all by default"),
});
