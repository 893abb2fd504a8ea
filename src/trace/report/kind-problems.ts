import type { LineKind } from "#trace/logs/line-kind.ts";
import type { LogIntake } from "#trace/logs/log-intake.ts";
import type { RequestLog } from "#trace/logs/request-log.ts";

const sentences: Readonly<Record<LineKind, string | undefined>> = {
  connection: undefined,
  "health-check": undefined,
  nlb: "lines of a Network Load Balancer: its access log names no target, so it cannot tell which Pod lost a connection",
  flow: undefined,
  "test-file": undefined,
  cloudfront: "lines are of CloudFront, which does not log targets; read the log of the load balancer behind it",
  "web-server": "lines are of a web server such as nginx or Apache, not of a load balancer",
  s3: "lines are of S3 server access logging",
  parquet: "lines are Parquet; convert it to JSON lines first",
  unknown: "lines are of no known log",
};

/** What was in the files besides access logs, and what the rows that were read leave open. */
export function kindProblems(intake: LogIntake, { failures, tables, pages }: RequestLog): readonly string[] {
  const kinds = [...intake.kinds].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...kinds.flatMap(([kind, count]) => {
      const sentence = sentences[kind];
      const example =
        kind === "unknown" && intake.firstUnknown !== undefined ? `; the first looks like "${intake.firstUnknown}"` : "";
      return sentence === undefined ? [] : [`${count} ${sentence}${example}`];
    }),
    ...(failures.duplicates > 0
      ? [`${failures.duplicates} failed requests are logged twice: files overlap, so totals of requests may be too high`]
      : []),
    ...(intake.results.unfit > 0
      ? [`${intake.results.unfit} lines do not fit the pattern of the queried table and were not counted`]
      : []),
    ...(tables.targets.isFull ? [`the logs name more than ${tables.targets.size} targets; further ones are taken as one`] : []),
    ...(pages.refused > 0
      ? ["targets are spread over so much time that some are no longer followed; read fewer days at once"]
      : []),
    ...(failures.weight > 1
      ? [`more than a million requests failed; causes are those of one in ${failures.weight} of them`]
      : []),
  ];
}
