import type { RouteFix } from "#model/reports/check-report.ts";
import type { DelayFix } from "#model/workloads/remedy.ts";
import { placeIn } from "./check-place.ts";
import type { FindSubject } from "./check-source.ts";

/** One for each place in the files: several workloads behind one route need the longest of the delays that each would choose. */
export function routeFixes(delays: readonly DelayFix[], subjectOf: FindSubject): readonly RouteFix[] {
  const places = Map.groupBy(delays, ({ setting }) => JSON.stringify([setting.object, setting.field]));
  return [...places.values()].flatMap((fixes) => {
    const longest = fixes.reduce((most, fix) => (fix.delay > most.delay ? fix : most));
    const object = subjectOf(longest.setting.object);
    return object === undefined
      ? []
      : [{ kind: "route" as const, subject: longest.setting.object, ...longest, ...placeIn(object, "") }];
  });
}
