import { z } from "zod";
import { type Seconds, seconds } from "#model/findings/seconds.ts";

const unitSeconds = { h: 60 * 60, d: 24 * 60 * 60 } as const;

/** How long a certificate lives, in the configuration file: whole days or hours, because durations of requests end at 24 h. */
export const lifetimeField = (byDefault: `${number}${keyof typeof unitSeconds}`, describe: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}[hd]$/, { error: "expected a number of days such as 90d, or of hours such as 2160h", abort: true })
    .default(byDefault)
    .describe(describe)
    .transform((text): Seconds => seconds(Number(text.slice(0, -1)) * (text.endsWith("h") ? unitSeconds.h : unitSeconds.d)));
