import { execFile } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";

/** What `outlive trace` finds in the access log of one run. */
export const tracedRunSchema = z.object({
  requests: z.number(),
  failed: z.number(),
  lost: z.number(),
  causes: z.array(z.object({ cause: z.string(), confidence: z.string(), count: z.number() })),
});

export type TracedRun = z.output<typeof tracedRunSchema>;

const reportSchema = tracedRunSchema
  .omit({ causes: true })
  .extend({ groups: z.array(z.object({ causes: tracedRunSchema.shape.causes })) });

const program = join(import.meta.dirname, "../../../../bin/outlive.js");

/** Runs the command on a folder of evidence. @throws Error with its words where it cannot read it */
export function traceRun(folder: string, signal: AbortSignal): Promise<TracedRun> {
  const args = [program, "trace", join(folder, "logs"), "--events", join(folder, "events.ndjson"), "-o", "json"];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 64 * 1024 * 1024, signal }, (error, stdout, stderr) => {
      // 1 says that requests were lost.
      if (error !== null && error.code !== 1) return reject(new Error(`outlive trace: ${stderr.trim() || error.message}`));
      const { groups, ...totals } = reportSchema.parse(JSON.parse(stdout));
      resolve({ ...totals, causes: groups.flatMap(({ causes }) => causes) });
    });
  });
}
