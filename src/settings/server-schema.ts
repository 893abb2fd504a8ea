import { z } from "zod";
import { seconds } from "#model/findings/seconds.ts";
import { bytesField } from "./bytes-field.ts";
import { durationField } from "./duration-field.ts";

const port = (byDefault: number, describe: string) => z.number().int().min(0).max(65_535).default(byDefault).describe(describe);

/**
 * A stored object is at most 1.5 MiB, which is what etcd takes of one request (--max-request-bytes), and an update carries it twice;
 * the rest is for what JSON takes more than the stored form, and for what the API server writes around the two.
 */
const bodyLimit = bytesField("4Mi", "largest review that is read: an update carries two objects of at most 1.5 MiB");

const fields = z.strictObject({
  host: z.string().default("0.0.0.0").describe("address to listen on"),
  port: port(8443, "HTTPS port of the webhooks, /livez and /readyz"),
  metricsPort: port(9090, "plain HTTP port of /metrics"),
  certificateFile: z.string().default("/etc/outlive/tls/tls.crt").describe("PEM certificate chain, read again when it changes"),
  keyFile: z.string().default("/etc/outlive/tls/tls.key").describe("PEM private key, read again when it changes"),
  clientCAFile: z
    .string()
    .optional()
    .describe(
      "PEM certificate authorities, read again when it changes; only clients with a certificate of one of them may send reviews",
    ),
  clientNames: z
    .array(z.string().min(1))
    .default([])
    .describe("common names of client certificates that may send reviews; all under clientCAFile where empty"),
  bodyLimit,
  bodyBudget: bytesField("32Mi", "memory for all reviews that are arriving; past it the oldest is dropped"),
  maxConnections: z
    .number()
    .int()
    .min(16)
    .max(65_535)
    .default(512)
    .describe("open connections; past it the one that has been idle longest is closed"),
  drain: durationField(seconds(20), "how long requests are still answered after SIGTERM, while endpoints propagate"),
});

export const serverSchema = fields
  .refine(({ bodyLimit: one, bodyBudget: all }) => one <= all, {
    path: ["bodyBudget"],
    error: "expected bodyLimit or more: no review of that size could be read",
  })
  .prefault({})
  .describe("sockets, certificates and limits; a change takes a restart");
