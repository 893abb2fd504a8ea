import { z } from "zod";
import { ruleIds } from "#model/findings/finding.ts";
import { type Measured, type PolicyParameters, type Propagation, unsetDelays } from "#model/settings/policy.ts";
import { durationField } from "./duration-field.ts";

const measured = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d, [1-9]\d{0,6} ends$/, 'expected a day and a number of ends, such as "2026-11-26, 14 ends"')
  .optional()
  .describe("when and from how many ends of targets outlive trace measured the two; shown as their source")
  .transform((text): Measured | undefined =>
    text === undefined ? undefined : { on: text.slice(0, 10), ends: Number.parseInt(text.slice(12), 10) },
  );

const propagation = (byDefault: Propagation, what: string) =>
  z
    .strictObject({
      minimum: durationField(byDefault.minimum, "report a sleep shorter than this"),
      chosen: durationField(byDefault.chosen, "sleep to inject"),
      measured,
    })
    .prefault({})
    .describe(what);

/** The numbers of a policy, each with its default filled in. */
export const parametersSchema = (byDefault: PolicyParameters) =>
  z
    .strictObject({
      preStopMargin: durationField(byDefault.preStopMargin, "added to the longest deregistration delay to size the sleep"),
      graceMargin: durationField(byDefault.graceMargin, "added to sleep and shutdown time to size the grace period"),
      shutdown: durationField(byDefault.shutdown, "time an application needs after SIGTERM, unless outlive.dev/shutdown sets it"),
      propagation: z
        .strictObject({
          albIp: propagation(byDefault.propagation.albIp, "ALB with ip targets, and unknown load balancers"),
          instance: propagation(
            byDefault.propagation.instance,
            "instance targets: added to health check interval × unhealthy threshold",
          ),
          nlbIp: propagation(byDefault.propagation.nlbIp, "NLB with ip targets"),
          service: propagation(byDefault.propagation.service, "a Service without a known load balancer"),
        })
        .prefault({})
        .describe("how long new requests still arrive after termination starts"),
      unsetDelay: z
        .enum(unsetDelays)
        .default(byDefault.unsetDelay)
        .describe(
          "without a deregistration delay: propagation sizes the sleep for propagation and known requests, aws-default for 300 s",
        ),
      suggestedDelay: durationField(
        byDefault.suggestedDelay,
        "deregistration delay to suggest where none is set and the longest request is not known",
      ),
      ceiling: durationField(byDefault.ceiling, "longest sleep to inject; a conflict is reported"),
      nodeShutdown: durationField(byDefault.nodeShutdown, "how long a node that shuts down waits for regular Pods"),
    })
    .prefault({})
    .describe("parameters of the policy");

const severity = z.enum(["error", "warning", "off"]);

/** One custom policy: a built-in one with some severities and numbers changed. Parameters are resolved against what it extends. */
export const customPolicySchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
      "expected a valid label value: at most 63 lower-case letters, digits and dashes",
    )
    .describe("name for the label and annotation outlive.dev/policy"),
  extends: z.string().default("pod-outlives-target").describe("policy to start from"),
  rules: z.partialRecord(z.enum(ruleIds), severity).default({}).describe("severities to change: error, warning or off"),
  parameters: z.record(z.string(), z.unknown()).default({}).describe("parameters to change"),
});
