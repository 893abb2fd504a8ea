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
      minimum: durationField(byDefault.minimum, "a shorter sleep is reported"),
      chosen: durationField(byDefault.chosen, "what is set where Outlive chooses"),
      measured,
    })
    .prefault({})
    .describe(what);

/** The numbers of a policy, each with its default filled in. */
export const parametersSchema = (byDefault: PolicyParameters) =>
  z
    .strictObject({
      preStopMargin: durationField(byDefault.preStopMargin, "added to the longest deregistration delay when a sleep is chosen"),
      graceMargin: durationField(byDefault.graceMargin, "added to sleep and shutdown time when a grace period is chosen"),
      shutdown: durationField(
        byDefault.shutdown,
        "time an application needs after SIGTERM where outlive.dev/shutdown does not say it",
      ),
      propagation: z
        .strictObject({
          albIp: propagation(byDefault.propagation.albIp, "ALB with ip targets, and load balancers that are not known"),
          instance: propagation(
            byDefault.propagation.instance,
            "instance targets: on top of health-check interval × unhealthy threshold",
          ),
          nlbIp: propagation(byDefault.propagation.nlbIp, "NLB with ip targets"),
          service: propagation(byDefault.propagation.service, "a Service without a load balancer that is known"),
        })
        .prefault({})
        .describe("how long new requests can still arrive after termination began"),
      unsetDelay: z
        .enum(unsetDelays)
        .default(byDefault.unsetDelay)
        .describe(
          "where nobody sets a deregistration delay: propagation sizes sleeps for propagation (and known requests), aws-default for AWS's 300 s",
        ),
      suggestedDelay: durationField(
        byDefault.suggestedDelay,
        "the deregistration delay that findings suggest where none is set and no longest request is known",
      ),
      ceiling: durationField(byDefault.ceiling, "a longer sleep is never injected; the conflict is reported"),
      nodeShutdown: durationField(byDefault.nodeShutdown, "how long a node that shuts down waits for ordinary Pods"),
    })
    .prefault({})
    .describe("the numbers of the policy");

const severity = z.enum(["error", "warning", "off"]);

/** One custom policy: a built-in one with some severities and numbers changed. Parameters are resolved against what it extends. */
export const customPolicySchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
      "expected a name that fits a label value: lower-case letters, digits and dashes, at most 63",
    )
    .describe("what the label and annotation outlive.dev/policy name it by"),
  extends: z.string().default("pod-outlives-target").describe("the policy that it starts from"),
  rules: z.partialRecord(z.enum(ruleIds), severity).default({}).describe("severities that differ: error, warning or off"),
  parameters: z.record(z.string(), z.unknown()).default({}).describe("numbers that differ, as under parameters"),
});
