/** What happens to one Pod from the moment of its deletion, as bars on a common scale; renderers turn it into text and SVG. */

import { longest, plus, type Seconds, seconds, shortest } from "#model/findings/seconds.ts";
import type { PodTimes } from "#model/reports/explanation.ts";

export interface Stretch {
  readonly from: Seconds;
  readonly to: Seconds;
}

/** `spare`: the Pod may still run, but nothing says that it needs to. */
export type BarKind = "sleep" | "shutdown" | "spare" | "arriving" | "draining" | "lost";

export interface Bar extends Stretch {
  readonly kind: BarKind;
}

export interface Mark {
  readonly at: Seconds;
  readonly label: string;
}

export interface Lane {
  readonly label: string;
  readonly bars: readonly Bar[];
  /** Written behind the last bar. */
  readonly note: string;
  readonly marks: readonly Mark[];
}

export interface TimelinePanel {
  readonly title: string;
  readonly lanes: readonly Lane[];
}

export interface Timeline {
  /** The right end of the scale, the same in all panels; the left one is the deletion of the Pod. */
  readonly until: Seconds;
  readonly panels: readonly TimelinePanel[];
}

export interface PodEnd extends PodTimes {
  readonly title: string;
  /** Stretches in which requests fail; they may overlap. */
  readonly lost: readonly Stretch[];
}

export interface TimelineFacts {
  /** One panel each: as it is, and as it ought to be. */
  readonly ends: readonly PodEnd[];
  /** What the application needs after SIGTERM. */
  readonly shutdown: Seconds;
  /** How long new requests still arrive; undefined where nothing leads to the Pod. */
  readonly propagation: Seconds | undefined;
  readonly drains: readonly { readonly label: string; readonly delay: Seconds }[];
}

const deletion = seconds(0);

export function timelineOf(facts: TimelineFacts): Timeline {
  const panels = facts.ends.map((end) => ({
    title: end.title,
    lanes: [podLane(end, facts.shutdown), ...arriving(facts), ...facts.drains.map(drainLane), ...lostLane(end.lost)],
  }));
  const ends = panels.flatMap(({ lanes }) => lanes.flatMap(({ bars }) => bars.map(({ to }) => to)));
  return { until: longest(seconds(1), ...ends), panels };
}

/** Sleep, then SIGTERM, then at the latest at the end of the grace period SIGKILL; the sleep is taken out of the grace period. */
function podLane({ preStop, gracePeriod }: PodEnd, shutdown: Seconds): Lane {
  const asleep = shortest(preStop ?? deletion, gracePeriod);
  const done = shortest(plus(asleep, shutdown), gracePeriod);
  const bars: readonly Bar[] = [
    { kind: "sleep", from: deletion, to: asleep },
    { kind: "shutdown", from: asleep, to: done },
    { kind: "spare", from: done, to: gracePeriod },
  ];
  return {
    label: "Pod",
    bars: bars.filter(({ from, to }) => to > from),
    note: "",
    marks: [
      { at: asleep, label: `SIGTERM ${asleep} s` },
      { at: gracePeriod, label: `SIGKILL ${gracePeriod} s` },
    ],
  };
}

const arriving = ({ propagation }: TimelineFacts): readonly Lane[] =>
  propagation === undefined
    ? []
    : [
        {
          label: "new requests arrive",
          bars: [{ kind: "arriving", from: deletion, to: propagation }],
          note: `until ${propagation} s`,
          marks: [],
        },
      ];

const drainLane = ({ label, delay }: TimelineFacts["drains"][number]): Lane => ({
  label,
  bars: [{ kind: "draining", from: deletion, to: delay }],
  note: `drains until ${delay} s`,
  marks: [],
});

function lostLane(lost: readonly Stretch[]): readonly Lane[] {
  const stretches = united(lost);
  if (stretches.length === 0) return [];
  const bars = stretches.map(({ from, to }) => ({ kind: "lost", from, to }) as const);
  return [{ label: "requests are lost", bars, note: bars.map(({ from, to }) => `${from} s to ${to} s`).join(", "), marks: [] }];
}

/** Overlapping and touching stretches as one, in order. */
function united(stretches: readonly Stretch[]): readonly Stretch[] {
  const done: Stretch[] = [];
  for (const next of stretches.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from)) {
    const last = done.at(-1);
    if (last === undefined || next.from > last.to) done.push(next);
    else done[done.length - 1] = { from: last.from, to: longest(last.to, next.to) };
  }
  return done;
}

const tickSteps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600] as const;

/** Where to write seconds on the scale: round steps, from zero, not more than `most` of them. */
export function ticks(until: Seconds, most: number): readonly Seconds[] {
  const step = tickSteps.find((candidate) => until / candidate <= most) ?? 3600;
  return Array.from({ length: Math.floor(until / step) + 1 }, (_, index) => seconds(index * step));
}
