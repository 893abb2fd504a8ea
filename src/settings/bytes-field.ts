import { z } from "zod";

const unitBytes = { Ki: 1024, Mi: 1024 * 1024 } as const;

type Quantity = `${number}${keyof typeof unitBytes}`;

/** An amount of memory in the configuration file, in Kubernetes' notation; the result is in bytes. */
export const bytesField = (byDefault: Quantity, describe: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}(?:Ki|Mi)$/, { error: "expected a number of KiB or MiB such as 512Ki or 4Mi", abort: true })
    .default(byDefault)
    .describe(describe)
    .transform((text): number => Number(text.slice(0, -2)) * (text.endsWith("Ki") ? unitBytes.Ki : unitBytes.Mi));
