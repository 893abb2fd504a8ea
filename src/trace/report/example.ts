import type { Verdict } from "#trace/attribution/attribute.ts";
import type { ShownTexts } from "#trace/logs/shown-texts.ts";
import { printUtc } from "#trace/time/utc.ts";
import type { ExampleReport } from "./report.ts";

/** One failure as a report shows it: what failed where and when, and the events around it; about the client and what it requested only what is to be shown. */
export function exampleOf({ given }: Verdict, shown: ShownTexts): ExampleReport {
  const { failure, target, watch, skewMs } = given;
  const life = watch?.life;
  const path = shown.of("path", failure.pathHash);
  const client = shown.of("client", failure.clientHash);
  const moments = [
    { what: "deleted", moment: life?.deleted },
    { what: "deregistered", moment: given.deregistered },
    { what: "ended", moment: life?.ended },
  ];
  return {
    at: printUtc(failure.createdMs),
    target: target?.name ?? null,
    pod: life?.pod ?? null,
    status: statusText(failure.status),
    targetStatus: failure.targetStatus < 0 ? "-" : statusText(failure.targetStatus),
    seconds: given.durationMs / 1000,
    ...(path === undefined ? {} : { path }),
    ...(client === undefined ? {} : { client }),
    events: moments.flatMap(({ what, moment }) =>
      moment === undefined ? [] : [{ what, at: printUtc(moment.atMs + skewMs), source: moment.source }],
    ),
  };
}

export const statusText = (status: number): string => (status < 0 ? "-" : String(status).padStart(3, "0"));
