import { z } from "zod";
import { lifetimeField } from "./lifetime-field.ts";

const label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const objectName = z
  .string()
  .max(253)
  .regex(new RegExp(`^${label}(\\.${label})*$`), "expected the name of an object: lower-case letters, digits, dashes and dots");
const serviceName = z
  .string()
  .regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, "expected the name of a Service: lower-case letters, digits and dashes");
const configurationNames = z.array(objectName).default(["outlive"]);

const fields = z.strictObject({
  mode: z
    .enum(["files", "self"])
    .default("files")
    .describe(
      "files: use server.certificateFile and server.keyFile; self: Outlive creates, stores, renews and distributes its own",
    ),
  secretName: objectName.default("outlive-certificates").describe("self: Secret for the authorities and the serving certificate"),
  leaseName: objectName.default("outlive-certificates").describe("self: Lease that elects the replica that renews them"),
  serviceName: serviceName.default("outlive").describe("self: Service that the API server calls"),
  extraNames: z
    .array(z.string().min(1))
    .default([])
    .describe("self: further DNS names and IP addresses, for webhook configurations with a url"),
  caLifetime: lifetimeField("365d", "self: lifetime of an authority; the next one is staged after two thirds of it"),
  leafLifetime: lifetimeField("90d", "self: lifetime of a serving certificate; it is renewed after two thirds of it"),
  webhookConfigurations: z
    .strictObject({
      mutating: configurationNames.describe("names of MutatingWebhookConfigurations"),
      validating: configurationNames.describe("names of ValidatingWebhookConfigurations"),
    })
    .prefault({})
    .describe("self: webhook configurations whose caBundle Outlive writes"),
});

/** Where serving certificates come from. */
export const tlsSchema = fields
  .refine(({ caLifetime, leafLifetime }) => leafLifetime < caLifetime, {
    path: ["leafLifetime"],
    error: "expected less than caLifetime: a certificate cannot outlive its authority",
  })
  .prefault({})
  .describe("source of serving certificates; restart to apply changes");
