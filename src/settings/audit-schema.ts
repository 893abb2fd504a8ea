import { z } from "zod";
import { seconds } from "#model/findings/seconds.ts";
import { durationField } from "./duration-field.ts";

const flag = (describe: string) => z.boolean().default(false).describe(describe);

/** What the elected replica writes of its continuous audit. */
export const reportsSchema = z
  .strictObject({
    enabled: flag("keep a policy report for each workload with findings"),
    api: z
      .enum(["auto", "openreports", "wgpolicyk8s"])
      .default("auto")
      .describe("auto: openreports.io/v1alpha1 if the cluster has it, else wgpolicyk8s.io/v1alpha2"),
    events: flag("write Events on workloads"),
  })
  .prefault({})
  .describe("continuous audit by one replica; restart to apply changes");

/** What the elected replica changes in the cluster by itself. */
export const restartSchema = z
  .strictObject({
    onNewRoute: flag("restart workloads in enforce mode whose first Pods were created before their route, once for each route"),
    within: durationField(seconds(300), "only while the oldest Pod of the workload is younger than this"),
  })
  .prefault({})
  .describe("restarts by one replica; restart to apply changes");
