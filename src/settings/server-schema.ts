import { z } from "zod";
import { seconds } from "#model/findings/seconds.ts";
import { bytesField } from "./bytes-field.ts";
import { durationField } from "./duration-field.ts";

const port = (byDefault: number, describe: string) => z.number().int().min(0).max(65_535).default(byDefault).describe(describe);

/**
 * A stored object is at most 1.5 MiB, which is what etcd takes of one request (--max-request-bytes), and an update carries it twice;
 * the rest is for what JSON takes more than the stored form, and for what the API server writes around the two.
 */
const bodyLimit = bytesField("4Mi", "size limit of a review; an update carries two objects of at most 1.5 MiB");

const fields = z.strictObject({
  host: z.string().default("0.0.0.0").describe("address to listen on"),
  port: port(8443, "HTTPS port of the webhooks, /livez and /readyz"),
  metricsPort: port(9090, "plain HTTP port of /metrics"),
  certificateFile: z.string().default("/etc/outlive/tls/tls.crt").describe("PEM certificate chain, reloaded when it changes"),
  keyFile: z.string().default("/etc/outlive/tls/tls.key").describe("PEM private key, reloaded when it changes"),
  clientCAFile: z
    .string()
    .optional()
    .describe(
      "PEM certificate authorities, reloaded when they change; only clients with a certificate from one of them may send reviews",
    ),
  clientNames: z
    .array(z.string().min(1))
    .default([])
    .describe("common names of client certificates that may send reviews; empty allows all that clientCAFile trusts"),
  bodyLimit,
  bodyBudget: bytesField("32Mi", "memory for all incoming reviews; beyond it, the oldest is dropped"),
  maxConnections: z
    .number()
    .int()
    .min(16)
    .max(65_535)
    .default(512)
    .describe("open connections; beyond it, the one that has been idle longest is closed"),
  drain: durationField(seconds(20), "how long to keep serving after SIGTERM, while endpoints propagate"),
});

export const serverSchema = fields
  .refine(({ bodyLimit: one, bodyBudget: all }) => one <= all, {
    path: ["bodyBudget"],
    error: "expected bodyLimit or more",
  })
  .prefault({})
  .describe("sockets, certificates and limits; restart to apply changes");
