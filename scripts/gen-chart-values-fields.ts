/** Fields of the chart's values that occur many times. */
import { z } from "zod";

/** An object that Kubernetes knows the shape of. */
export const free = (byDefault: Record<string, unknown>, describe: string) =>
  z.record(z.string(), z.unknown()).default(byDefault).describe(describe);

/** A list of them, empty by default. */
export const freeList = (describe: string) => z.array(z.unknown()).default([]).describe(describe);

/** Labels or annotations, none by default. */
export const named = (describe: string) => z.record(z.string(), z.string()).default({}).describe(describe);

export const text = (byDefault: string, describe: string) => z.string().default(byDefault).describe(describe);

/** An object of ours: what it does not know is refused. */
export const section = (shape: z.core.$ZodLooseShape, describe: string): z.ZodType =>
  z
    .object(shape)
    .strict()
    .prefault(() => ({}))
    .describe(describe);
