import type { Explanation, PodTimes } from "#model/reports/explanation.ts";

/** `none → 40`, `≥10 → 40`, `30`: what is, and what enforce mode would make of it where that differs. Seconds. */
export function changeOf(
  { current, required }: Pick<Explanation, "current" | "required">,
  what: "preStop" | "gracePeriod",
): string {
  const [now, then] = [timeOf(current, what), timeOf(required, what)];
  return now === then ? now : `${now} → ${then}`;
}

function timeOf(times: PodTimes, what: "preStop" | "gracePeriod"): string {
  if (what === "gracePeriod") return `${times.gracePeriod}`;
  if (times.extent === "unknown") return "hook";
  return times.preStop === undefined ? "none" : `${times.extent === "at-least" ? "≥" : ""}${times.preStop}`;
}
