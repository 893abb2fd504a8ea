/**
 * The recording that `outlive probe` writes and `outlive trace --events` reads: one JSON object per line (NDJSON). The first line
 * is the header. Times are RFC 3339 in UTC; a line is written when something is seen, so `at` is never before what it reports.
 * Readers ignore kinds and fields that they do not know; `version` changes only when a field changes its meaning.
 */
import { z } from "zod";
import { parseUtc } from "#trace/time/utc.ts";

export const recordingVersion = 1;

const time = z
  .string()
  .refine((text) => parseUtc(text) !== undefined, "not a time such as 2026-11-26T09:31:04.214Z")
  .describe("RFC 3339, UTC");
const count = z.number().int().min(0);

const notBefore = time
  .optional()
  .describe("nothing was seen between this time and `at`, so that it happened somewhere between the two");

const header = z
  .object({
    kind: z.literal("recording"),
    version: z.literal(recordingVersion),
    at: time,
    tool: z.string().optional().describe("what wrote it, such as outlive 0.1.0"),
    url: z.string().optional().describe("scheme, host and path that requests went to, without a query"),
  })
  .describe("first line");

const containerEnd = z.object({
  finishedAt: time,
  exitCode: z.number().int().optional(),
  reason: z.string().optional(),
});

const pod = z
  .object({
    kind: z.literal("pod"),
    at: time,
    namespace: z.string(),
    name: z.string(),
    uid: z.string().optional(),
    address: z.string().optional().describe("status.podIP"),
    deletionTimestamp: time.optional().describe("metadata.deletionTimestamp, which is deletion + grace period"),
    deletionGracePeriodSeconds: count.optional(),
    terminationGracePeriodSeconds: count.optional(),
    preStopSeconds: count.optional().describe("shortest preStop sleep of the serving containers; 0: one has no hook"),
    containers: z
      .array(
        z.object({
          name: z.string(),
          runningSince: time.optional(),
          terminated: containerEnd.optional(),
          lastTerminated: containerEnd.optional(),
        }),
      )
      .optional(),
    removed: z.boolean().optional().describe("the object is gone"),
    notBefore,
  })
  .describe("a Pod as a watch reports it, whenever one of these fields changes");

const endpoint = z
  .object({
    kind: z.literal("endpoint"),
    at: time,
    namespace: z.string(),
    service: z.string(),
    address: z.string(),
    port: count.optional(),
    ready: z.boolean(),
    serving: z.boolean().optional(),
    terminating: z.boolean().optional(),
    pod: z.string().optional(),
    removed: z.boolean().optional().describe("it is not listed any more"),
    notBefore,
  })
  .describe("an endpoint of an EndpointSlice, whenever a condition changes");

const target = z
  .object({
    kind: z.literal("target"),
    at: time,
    targetGroup: z.string().describe("ARN or name"),
    address: z.string(),
    port: count.optional(),
    state: z.string().describe("initial, healthy, unhealthy, draining, unused, unavailable; gone once it is not listed any more"),
    reason: z.string().optional(),
    notBefore,
  })
  .describe("health of a target, whenever its state changes between two polls");

const request = z
  .object({
    kind: z.literal("request"),
    at: time.describe("when it was sent"),
    durationMs: z.number().min(0),
    status: z.number().int().min(0).describe("0 where no response came"),
    error: z.string().optional().describe("connect, reset, timeout, tls or other"),
    connection: z.enum(["fresh", "kept"]).optional(),
    node: z.string().optional().describe("address of the load balancer's node"),
    pod: z.string().optional().describe("name of the Pod, where the application names itself in its response"),
  })
  .describe("one request of the probe's own load");

/** Every line of a recording. */
export const recordingLineSchema = z.discriminatedUnion("kind", [header, pod, endpoint, target, request]);

export type RecordingLine = z.output<typeof recordingLineSchema>;
