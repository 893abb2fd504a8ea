import { z } from "zod";
import { parseDuration } from "#model/findings/duration-text.ts";
import { type Seconds, seconds } from "#model/findings/seconds.ts";

/** A duration in the configuration file: whole seconds as a number, or the text that `outlive.dev/…` annotations take. */
export const durationField = (byDefault: Seconds, describe: string) =>
  z
    .union([z.number().int().min(0).max(86_400), z.string()])
    .default(byDefault)
    .describe(describe)
    .transform((value, context): Seconds => {
      if (typeof value === "number") return seconds(value);
      const read = parseDuration(value);
      if (read.ok) return read.seconds;
      context.addIssue({ code: "custom", message: `expected ${read.accepted}` });
      return z.NEVER;
    });
