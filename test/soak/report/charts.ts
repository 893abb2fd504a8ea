import type { ReplicaSample } from "../record/record.ts";
import { median, quantile, thinned } from "./figures.ts";
import type { Chart, ChartLine } from "./line-chart.ts";
import type { Summary } from "./summary.ts";

const MEGABYTE = 1e6;

/** By the name of the file that holds the picture. */
export function chartsOf(summary: Summary): ReadonlyMap<string, Chart> {
  const { minutes, creations, machine } = summary;
  const killed = summary.acts
    .filter(({ name }) => name === "replica killed")
    .flatMap(({ spans }) => spans.map(({ from }) => from));
  const ofReplicas = (title: string, unit: string, read: (sample: ReplicaSample) => number): Chart => ({
    title,
    unit,
    minutes,
    lines: [...summary.replicas].map(([name, samples]) => replicaLine(name, samples, read)),
    description: [...summary.replicas]
      .map(
        ([name, samples]) =>
          `${nameOf(name)}: median ${figure(median(samples.map(read)))}, largest ${figure(Math.max(...samples.map(read)))}.`,
      )
      .join(" "),
    marks: { name: "replica killed", minutes: killed },
  });
  const rates = creations.slice(1).map((sample, at) => {
    const before = creations[at];
    return { t: sample.t, rate: (sample.created - (before?.created ?? 0)) / Math.max(0.1, sample.t - (before?.t ?? 0)) };
  });
  return new Map<string, Chart>([
    [
      "creations",
      {
        title: "Creations stored",
        unit: "per second",
        minutes,
        lines: [{ name: "stored", points: thinned(rates, ({ rate }) => rate) }],
        description: `Median ${figure(median(rates.map(({ rate }) => rate)))} per second.`,
      },
    ],
    [
      "latency",
      {
        title: "Time of a creation, as its client sees it",
        unit: "ms",
        minutes,
        lines: [
          { name: "99th percentile", points: thinned(creations, ({ p99Ms }) => p99Ms) },
          { name: "median", points: thinned(creations, ({ medianMs }) => medianMs) },
        ],
        description: `Median of the medians ${median(creations.map(({ medianMs }) => medianMs))} ms.`,
      },
    ],
    ["memory", ofReplicas("Resident memory", "MB", ({ rss }) => rss / MEGABYTE)],
    ["heap", ofReplicas("Used heap of V8", "MB", ({ heap }) => heap / MEGABYTE)],
    ["handles", ofReplicas("Open file descriptors", "number", ({ fds }) => fds)],
    [
      "event-loop",
      ofReplicas("Longest stop of the event loop in the minute before", "ms", ({ lagSeconds }) => lagSeconds * 1000),
    ],
    [
      "load",
      {
        title: "Load average of the machine",
        unit: "over a minute",
        minutes,
        lines: [{ name: "load average", points: thinned(machine, ({ load }) => load[0] ?? 0) }],
        description: `Median ${figure(
          quantile(
            machine.map(({ load }) => load[0] ?? 0),
            0.5,
          ),
        )}.`,
      },
    ],
  ]);
}

export const nameOf = (replica: string): string => (replica === "c" ? "c, never restarted" : `replica ${replica}`);

const replicaLine = (name: string, samples: readonly ReplicaSample[], read: (sample: ReplicaSample) => number): ChartLine => ({
  name: nameOf(name),
  points: thinned(newest(samples), read, ({ life }) => life),
});

/** While one process drains, its successor is sampled too. */
function newest(samples: readonly ReplicaSample[]): readonly ReplicaSample[] {
  let life = 0;
  return samples.filter((sample) => {
    life = Math.max(life, sample.life);
    return sample.life === life;
  });
}

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
