import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { groupNameOf } from "#trace/logs/group-log.ts";
import { parseUtc } from "#trace/time/utc.ts";
import type { Fact } from "./fact.ts";

const service = "elasticloadbalancing.amazonaws.com";

/** One record; EventBridge wraps it in `detail`. */
const recordOf = (value: unknown): unknown => (at(value, "detail", "eventSource") === undefined ? value : at(value, "detail"));

export const isCloudTrailRecord = (value: unknown): boolean => asText(at(recordOf(value), "eventSource")) !== undefined;

/** What a CloudTrail record says about targets. A call that failed changed nothing. */
export function cloudTrailFacts(value: unknown): readonly Fact[] {
  const record = recordOf(value);
  const what = changeOf(asText(at(record, "eventName")));
  const atMs = parseUtc(asText(at(record, "eventTime")) ?? "");
  if (what === undefined || atMs === undefined) return [];
  if (asText(at(record, "eventSource")) !== service || asText(at(record, "errorCode")) !== undefined) return [];
  const group = groupNameOf(asText(at(record, "requestParameters", "targetGroupArn")) ?? "");
  return asList(at(record, "requestParameters", "targets")).flatMap((target): readonly Fact[] => {
    const address = asText(at(target, "id"));
    const moment = { atMs, spreadMs: 1000, source: "cloudtrail" } as const;
    return address === undefined ? [] : [{ what, group, address, port: asInteger(at(target, "port")), moment }];
  });
}

function changeOf(name: string | undefined): "registered" | "deregistered" | undefined {
  if (name === "RegisterTargets") return "registered";
  return name === "DeregisterTargets" ? "deregistered" : undefined;
}
