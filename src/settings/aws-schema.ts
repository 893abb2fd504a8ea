import { z } from "zod";
import { seconds } from "#model/findings/seconds.ts";
import { awsPreferences } from "#model/load-balancers/aws-facts.ts";
import { durationField } from "./duration-field.ts";

const httpUrl = z
  .string()
  .regex(
    /^https?:\/\/[A-Za-z0-9.:[\]-]{1,253}\/?$/,
    "expected a URL such as https://vpce-0123.elasticloadbalancing.eu-west-1.vpce.amazonaws.com",
  );

const fields = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe("request attributes of target groups from AWS in the background; needs a role (docs/aws.md)"),
  prefer: z
    .enum(awsPreferences)
    .default("larger")
    .describe("where an object requires another value than AWS reports: larger of the two, kubernetes or aws"),
  region: z
    .string()
    .regex(/^[a-z]{2,4}(-[a-z]{1,10}){1,3}-\d{1,2}$/, "expected a region such as eu-west-1")
    .optional()
    .describe("only target groups of this region; by default AWS_REGION, which EKS sets, else the region of each ARN"),
  endpoint: httpUrl.optional().describe("URL of a VPC endpoint for Elastic Load Balancing without private DNS"),
  refresh: durationField(seconds(300), "read a value again after this time").refine(
    (value) => value >= 30,
    "expected 30 s or more",
  ),
  requestsPerSecond: z
    .number()
    .min(0.1)
    .max(5)
    .default(2)
    .describe("requests of one replica; AWS allows an account 10 per second in a region, for all clients together"),
});

export const awsSchema = fields.prefault({}).describe("what AWS reports about target groups; restart to apply changes");
