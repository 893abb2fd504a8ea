import type { TraceReport } from "#trace/report/report.ts";
import { groupName } from "#trace/report/trace-text.ts";
import { lanesOf } from "./lanes.ts";
import { lanesSvg } from "./lanes-svg.ts";

/** The lanes of the group that lost most; undefined where no target ended and none lost a request. */
export function traceSvg(report: TraceReport): string | undefined {
  for (const group of report.groups) {
    const picture = lanesOf(report, group);
    if (picture !== undefined) return lanesSvg(picture, { title: `Ends of targets of ${groupName(group)}`, id: "lanes" }).source;
  }
  return undefined;
}
