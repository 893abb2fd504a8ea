import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { groupNameOf } from "#trace/logs/group-log.ts";
import { parseUtc } from "#trace/time/utc.ts";
import type { Fact } from "./fact.ts";
import type { Moment } from "./life.ts";

const messages: ReadonlyMap<string, "registered" | "deregistered"> = new Map([
  ["registering targets", "registered"],
  ["registered targets", "registered"],
  ["deRegistering targets", "deregistered"],
  ["deRegistered targets", "deregistered"],
]);

export const isControllerLine = (value: unknown): boolean =>
  at(value, "ts") !== undefined && asText(at(value, "msg")) !== undefined;

/** What a line of the AWS Load Balancer Controller's log (JSON) says about targets. Older lines of success lack the targets. */
export function controllerFacts(line: unknown): readonly Fact[] {
  const what = messages.get(asText(at(line, "msg")) ?? "");
  const moment = momentOf(at(line, "ts"));
  if (what === undefined || moment === undefined) return [];
  const group = groupNameOf(asText(at(line, "arn")) ?? "");
  return asList(at(line, "targets")).flatMap((target): readonly Fact[] => {
    const address = asText(at(target, "Id"));
    return address === undefined ? [] : [{ what, group, address, port: asInteger(at(target, "Port")), moment }];
  });
}

/** Older releases write seconds since 1970 with a fraction, newer ones RFC 3339, cut to whole seconds. */
function momentOf(ts: unknown): Moment | undefined {
  if (typeof ts === "number" && ts > 0 && ts < 1e11) return { atMs: ts * 1000, spreadMs: 1, source: "controller-log" };
  const text = asText(ts) ?? "";
  const atMs = parseUtc(text);
  return atMs === undefined ? undefined : { atMs, spreadMs: text.includes(".") ? 1 : 1000, source: "controller-log" };
}
