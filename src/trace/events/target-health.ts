import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { groupNameOf } from "#trace/logs/group-log.ts";
import { parseUtc } from "#trace/time/utc.ts";
import type { Fact } from "./fact.ts";

export const isTargetHealth = (value: unknown): boolean => Array.isArray(at(value, "TargetHealthDescriptions"));

/** The moment that was written beside a snapshot; DescribeTargetHealth itself has none. */
export function snapshotTime(value: unknown): number | undefined {
  const found = ["at", "time", "timestamp"].map((key) => asText(at(value, key))).find((text) => text !== undefined);
  return parseUtc(found ?? "");
}

/** A target that is draining in a snapshot was deregistered before it, nobody knows how long. */
export function targetHealthFacts(value: unknown): readonly Fact[] {
  const atMs = snapshotTime(value);
  if (atMs === undefined) return [];
  const group = groupNameOf(asText(at(value, "targetGroup")) ?? asText(at(value, "TargetGroupArn")) ?? "");
  return asList(at(value, "TargetHealthDescriptions")).flatMap((each): readonly Fact[] => {
    const address = asText(at(each, "Target", "Id"));
    if (address === undefined || asText(at(each, "TargetHealth", "State")) !== "draining") return [];
    const moment = { atMs, spreadMs: 0, source: "target-health" } as const;
    return [{ what: "deregistered", group, address, port: asInteger(at(each, "Target", "Port")), moment }];
  });
}
