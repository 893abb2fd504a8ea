import type { Failure, ReplicaSample } from "../record/record.ts";
import { median, perHour, quantile } from "./figures.ts";
import type { Summary } from "./summary.ts";

const meanings: Readonly<Record<string, string>> = {
  "leaf renewed":
    "the stored serving certificate is replaced by one that is two months old, and its holder of the Lease renews it",
  "authority exchanged": "the same for the authority: another one is staged, distributed and activated",
  "configuration changed": "`parameters.preStopMargin` of the mounted file",
  "invalid configuration": "the file cannot be read or holds what no schema allows, for some seconds",
  "API server restarted": "SIGTERM, and the same server again",
  "API server killed": "SIGKILL, and the same server again",
  "watches cut": "every connection of the replicas to the API server is reset",
  "replica cut off": "one replica's connections to the API server are refused, or lead nowhere",
  "rolling restart": "of two replicas, SIGTERM after a preStop sleep of 5 s, as the chart does it",
  "replica killed": "SIGKILL of one of two replicas",
  "clock stepped": "the wall clock of replica b jumps by up to six hours, and back",
};

export function countsTable({ last, machine, hardFloor, beyond, outdated }: Summary): string {
  const calls = machine.at(-1);
  const rows: readonly (readonly [string, string])[] = [
    ["Pods created by the workload", number(last.created)],
    ["Pods created by Deployments", number(last.controllerPods)],
    [
      "roll-outs, changed routes, other changes",
      `${number(last.rollOuts)}, ${number(last.routeChanges)}, ${number(last.otherWrites - last.rollOuts - last.routeChanges)}`,
    ],
    ["raised delays that were refused, because Pods that run sleep for too short a time", number(last.refusedByRule)],
    [
      "creations and other changes that failed because of the webhook, no replica being killed",
      number(beyond.filter(({ what }) => what !== "unchecked").length),
    ],
    ["failed because a replica was killed (the hard floor)", number(hardFloor.length)],
    ["stored without the sleep that the Pod needs", number(last.unchecked)],
    ["stored with a sleep that follows from no value of the last half minute", number(outdated.length)],
    ["repeated because the API server itself was away", number(last.repeated)],
    ["calls of the webhook, as the API server counted them¹", number(calls?.calls ?? 0)],
    ["of these failed¹", number(calls?.failedCalls ?? 0)],
  ];
  return table(["what", "count"], rows);
}

export const actsTable = ({ acts }: Summary): string =>
  table(
    ["act", "times", "what it is"],
    acts.map(({ name, spans, failed }) => [
      name,
      failed === 0 ? String(spans.length) : `${spans.length}, ${failed} of them given up`,
      meanings[name] ??
        (name.startsWith("disk full") ? "the file system of log, temporary files and V8's cache is filled to its last byte" : ""),
    ]),
  );

export function replicasTable({ replicas }: Summary): string {
  const rows = [...replicas].map(([name, samples]) => {
    const lives = new Set(samples.map(({ life }) => life)).size;
    const over = (read: (sample: ReplicaSample) => number, digits = 0): string => {
      const values = samples.map(read);
      return `${median(values).toFixed(digits)} (${Math.max(...values).toFixed(digits)})`;
    };
    return [
      name === "c" ? "c, never restarted" : name,
      String(lives),
      over(({ rss }) => rss / 1e6),
      over(({ heap }) => heap / 1e6),
      over(({ fds }) => fds),
      over(({ lagSeconds }) => lagSeconds * 1000),
      over(({ lagP99Seconds }) => lagP99Seconds * 1000),
    ];
  });
  const head = [
    "replica",
    "processes",
    "resident, MB",
    "heap, MB",
    "file descriptors",
    "longest stop in a minute, ms",
    "p99 of the event loop's lag, ms",
  ];
  return table(head, rows);
}

/** Of the replica that is never restarted, without its first ten minutes, in which it warms up. */
export function growth({ replicas }: Summary): string {
  const samples = (replicas.get("c") ?? []).filter(({ t }) => t > 600);
  const last = samples.at(-1);
  if (last === undefined || last.t - (samples[0]?.t ?? 0) < 1_200) return "The run is too short to say how memory grows.";
  const quarter = Math.floor(samples.length / 4);
  const of = (read: (sample: ReplicaSample) => number, unit = ""): string => {
    const early = median(samples.slice(0, quarter).map(read));
    const late = median(samples.slice(-quarter).map(read));
    return `${early.toFixed(0)} and ${late.toFixed(0)}${unit}, ${perHour(samples, read).toFixed(1)}${unit} an hour`;
  };
  return `The replica that is never restarted, after its first ten minutes: medians of the first and the last quarter, and slope by least squares. Resident memory: ${of(({ rss }) => rss / 1e6, " MB")}. Heap: ${of(({ heap }) => heap / 1e6, " MB")}. File descriptors: ${of(({ fds }) => fds)}.`;
}

export function failuresTable(failures: readonly Failure[], { machine }: Summary): string {
  const loadAt = (seconds: number): number => machine.findLast(({ t }) => t <= seconds)?.load[0] ?? 0;
  const groups = Map.groupBy(failures, (failure) => `${failure.what}: ${withoutNumbers(failure.message)}`);
  return table(
    ["what", "count", "minutes", "load average then", "meanwhile"],
    [...groups].map(([what, own]) => [
      code(what),
      String(own.length),
      [...new Set(own.map(({ t }) => (t / 60).toFixed(1)))].slice(0, 8).join(", "),
      rangeOf(own.map(({ t }) => loadAt(t))),
      [...new Set(own.flatMap(({ during }) => during))].join(", "),
    ]),
  );
}

export function logTable({ log }: Summary): string {
  const groups = Map.groupBy(
    log,
    ({ level, message }) =>
      `${level}: ${withoutNumbers(message.split(/ (?:The API server|This user|[A-Z]\w+ (?:The API server|This user))/)[0] ?? "")}`,
  );
  const rows = [...groups].map(([what, own]) => [what, own.reduce((sum, { count }) => sum + count, 0)] as const);
  return table(
    ["line", "count"],
    rows
      .sort(([, one], [, other]) => other - one)
      .slice(0, 15)
      .map(([what, count]) => [code(what), number(count)]),
  );
}

export const latency = ({ creations }: Summary): string => {
  const medians = creations.map(({ medianMs }) => medianMs).filter((each) => each > 0);
  const p99s = creations.map(({ p99Ms }) => p99Ms).filter((each) => each > 0);
  return `median ${median(medians)} ms, 99th percentile ${median(p99s)} ms (medians over samples of five seconds), longest ${Math.max(...creations.map(({ longestMs }) => longestMs))} ms`;
};

export const loadOf = ({ machine }: Summary): string => {
  const loads = machine.map(({ load }) => load[0] ?? 0);
  return `median ${median(loads).toFixed(1)}, 90th percentile ${quantile(loads, 0.9).toFixed(1)}, largest ${Math.max(...loads).toFixed(1)}`;
};

function rangeOf(values: readonly number[]): string {
  const [least, most] = [Math.min(...values).toFixed(0), Math.max(...values).toFixed(0)];
  return least === most ? least : `${least} to ${most}`;
}

const withoutNumbers = (text: string): string =>
  text
    .replace(/^The API server \S+ answered \d+ to (\w+) \S+: (?:Internal error occurred: )?/, "$1: ")
    .replace(/127\.0\.0\.1:\d+/g, "…")
    .replace(/\S*configuration-\w\.yaml/g, "configuration.yaml")
    .replace(/\b(loose|made)-\d+/g, "$1-…")
    .slice(0, 160);

const code = (text: string): string => `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;

const number = (value: number): string => value.toLocaleString("en-US");

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [`| ${head.join(" | ")} |`, `|${head.map(() => "---").join("|")}|`, ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
