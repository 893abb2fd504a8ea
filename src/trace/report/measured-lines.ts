import { parseUtc, printClock } from "#trace/time/utc.ts";
import { counted, inSeconds } from "./numbers.ts";
import type { DurationReport, GroupReport } from "./report.ts";

/** What was measured of a group, as a name and a sentence each. */
export const measuredLines = (group: GroupReport): readonly (readonly [name: string, text: string])[] => [
  ...propagationLine(group),
  ...drainingLine(group),
  ...(group.durations === null ? [] : [["requests", durationText(group.durations)] as const]),
  ...(group.webSockets === null
    ? []
    : [
        [
          "websockets",
          `${counted(group.webSockets.count, "connection")}, half end within ${inSeconds(group.webSockets.p50)}, longest ${inSeconds(group.webSockets.longest)}`,
        ] as const,
      ]),
  ...keepAliveLine(group),
  ...idleLine(group),
];

function propagationLine({ propagation, targetGroup }: GroupReport): readonly (readonly [string, string])[] {
  if (targetGroup === "") return [];
  if (propagation === null) return [["propagation", "not measured: no end of a target with enough requests before and after"]];
  const { targets, p50, p90, longest, longestMost, nodeSpread, from } = propagation;
  const spread = nodeSpread > 0 ? `; nodes differ by up to ${inSeconds(nodeSpread)}` : "";
  return [
    [
      "propagation",
      `${counted(targets, "target")}: new requests until ${inSeconds(p50)} after the ${from} (half), ${inSeconds(p90)} (90 %), ${inSeconds(longest)} (longest, at most ${inSeconds(longestMost)})${spread}`,
    ],
  ];
}

function drainingLine({ allDraining }: GroupReport): readonly (readonly [string, string])[] {
  if (allDraining === null) return [];
  const { from, seconds } = allDraining;
  return [
    [
      "all draining",
      `${inSeconds(seconds)} from ${printClock(parseUtc(from) ?? 0)}: old targets were deregistered before a new one took requests (readiness gate)`,
    ],
  ];
}

export function durationText({ p50, p99, p999, longest, cut, atLeast }: DurationReport): string {
  const value = (name: "p50" | "p99" | "p999", seconds: number): string =>
    `${atLeast.includes(name) ? "≥ " : ""}${inSeconds(seconds)}`;
  const cuts = cut > 0 ? `; ${counted(cut, "request")} cut, which would have taken longer` : "";
  return `half within ${value("p50", p50)}, 99 % within ${value("p99", p99)}, 99.9 % within ${value("p999", p999)}, longest ${inSeconds(longest)}${cuts}`;
}

const keepAliveLine = ({ keepAliveRaces: { count, perMillion } }: GroupReport): readonly (readonly [string, string])[] =>
  count === 0 ? [] : [["keep-alive", `${counted(count, "race")}, ${perMillion.toFixed(1)} per million requests`]];

const idleLine = ({ idleTimeout: { seconds, from, exceeded } }: GroupReport): readonly (readonly [string, string])[] =>
  exceeded === 0 ? [] : [["idle timeout", `${counted(exceeded, "request")} took longer than ${seconds} s (${from})`]];
