import { asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { auditFacts, isAuditEvent } from "./audit-log.ts";
import { cloudTrailFacts, isCloudTrailRecord } from "./cloudtrail.ts";
import { isCloudWatch, type MetricPoint, metricPoints } from "./cloudwatch.ts";
import { controllerFacts, isControllerLine } from "./controller-log.ts";
import type { Fact } from "./fact.ts";
import type { EventSource } from "./life.ts";
import { isRecordingLine, recordingFacts } from "./recording-facts.ts";
import { isTargetHealth, snapshotTime, targetHealthFacts } from "./target-health.ts";

/** What a piece of an events file is; `problem` says in one sentence why nothing can be used of it. */
export type FactsRead =
  | { readonly kind: EventSource; readonly facts: readonly Fact[] }
  | { readonly kind: "cloudwatch"; readonly facts: readonly Fact[]; readonly points: readonly MetricPoint[] }
  | { readonly kind: "unknown"; readonly problem: string };

const unknown = (problem: string): FactsRead => ({ kind: "unknown", problem });

/** Tells by its content what one JSON value of an events file is, and reads it. Lists and envelopes are opened. */
export function readFacts(value: unknown): readonly FactsRead[] {
  if (Array.isArray(value)) return value.flatMap(readFacts);
  const inner = unwrapped(value);
  return inner === undefined ? [readOne(value)] : inner.flatMap(readFacts);
}

function readOne(value: unknown): FactsRead {
  if (isCloudWatch(value)) return { kind: "cloudwatch", facts: [], points: metricPoints(value) };
  if (isAuditEvent(value)) return { kind: "audit-log", facts: auditFacts(value) };
  if (isCloudTrailRecord(value)) return { kind: "cloudtrail", facts: cloudTrailFacts(value) };
  if (isTargetHealth(value)) {
    if (snapshotTime(value) !== undefined) return { kind: "target-health", facts: targetHealthFacts(value) };
    return unknown('target health without a time; add "at": "2026-11-26T09:31:04Z" to the object');
  }
  if (isRecordingLine(value)) {
    const read = recordingFacts(value);
    return "problem" in read ? unknown(`recording: ${read.problem}`) : { kind: "recording", facts: read };
  }
  if (isControllerLine(value)) return { kind: "controller-log", facts: controllerFacts(value) };
  return unknown("not an audit log, controller log, CloudTrail record, target health, metrics or recording");
}

/** CloudTrail files, audit lists of the API, and the output of `aws logs` and of `aws cloudtrail lookup-events`. */
function unwrapped(value: unknown): readonly unknown[] | undefined {
  if (at(value, "Records") !== undefined) return asList(at(value, "Records"));
  if (asText(at(value, "kind")) === "EventList") return asList(at(value, "items"));
  if (at(value, "events") !== undefined) return asList(at(value, "events")).flatMap((event) => embedded(at(event, "message")));
  if (at(value, "Events") !== undefined) {
    return asList(at(value, "Events")).flatMap((event) => embedded(at(event, "CloudTrailEvent")));
  }
  const message = asText(at(value, "message")) ?? asText(at(value, "@message"));
  return message?.startsWith("{") === true ? embedded(message) : undefined;
}

function embedded(message: unknown): readonly unknown[] {
  const parsed = parseJson(asText(message) ?? "");
  return parsed === undefined ? [] : [parsed];
}

/** Undefined for a text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
