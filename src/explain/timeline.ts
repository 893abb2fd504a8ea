/** What happens to one Pod from the moment of its deletion, as bars on a common scale; renderers turn it into text and SVG. */

import { longest, plus, type Seconds, seconds, shortest } from "#model/findings/seconds.ts";
import type { PodTimes } from "#model/reports/explanation.ts";
import type { Failures } from "#physics/failures.ts";

export interface Stretch {
  readonly from: Seconds;
  readonly to: Seconds;
}

/** `spare`: the Pod may still run, but nothing says that it needs to. `cut`: the moment at which requests in flight may be cut. */
export type BarKind = "sleep" | "shutdown" | "spare" | "arriving" | "draining" | "lost" | "cut";

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
  /** Undefined where nothing is known to reach the Pod. */
  readonly failures: Failures | undefined;
}

export interface TimelineFacts {
  /** One panel each: as it is, and as it should be. */
  readonly ends: readonly PodEnd[];
  /** What the application needs after SIGTERM. */
  readonly shutdown: Seconds;
  /** An NLB passes connections on, not requests. */
  readonly arrivals: "requests" | "connections";
  /** How long new requests still arrive; undefined where nothing leads to the Pod. */
  readonly propagation: Seconds | undefined;
  readonly drains: readonly { readonly label: string; readonly delay: Seconds }[];
}

const deletion = seconds(0);

export function timelineOf(facts: TimelineFacts): Timeline {
  const panels = facts.ends.map((end) => ({
    title: end.title,
    lanes: [
      podLane(end, facts.shutdown),
      ...arriving(facts),
      ...facts.drains.map(drainLane),
      ...failureLanes(end.failures, facts.arrivals),
    ],
  }));
  const ends = panels.flatMap(({ lanes }) => lanes.flatMap(({ bars }) => bars.map(({ to }) => to)));
  return { until: longest(seconds(1), ...ends), panels };
}

/** Sleep, then SIGTERM, then at the latest at the end of the grace period SIGKILL; the sleep is taken out of the grace period. */
function podLane(end: PodEnd, shutdown: Seconds): Lane {
  const { preStop, extent, gracePeriod } = end;
  if (extent === "unknown") return hookLane(end);
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
      { at: asleep, label: `SIGTERM ${extent === "at-least" ? "after at least " : ""}${asleep} s` },
      { at: gracePeriod, label: `SIGKILL ${gracePeriod} s` },
    ],
  };
}

/** Nobody knows when such a hook ends; the kubelet does not let it outlast the grace period. */
const hookLane = ({ gracePeriod }: PodEnd): Lane => ({
  label: "Pod",
  bars: gracePeriod > 0 ? [{ kind: "spare", from: deletion, to: gracePeriod }] : [],
  note: "",
  marks: [{ at: gracePeriod, label: `SIGTERM when its hook ends, SIGKILL ${gracePeriod} s` }],
});

const arriving = ({ propagation, arrivals }: TimelineFacts): readonly Lane[] =>
  propagation === undefined
    ? []
    : [
        {
          label: `new ${arrivals} arrive`,
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

function failureLanes(failures: Failures | undefined, arrivals: TimelineFacts["arrivals"]): readonly Lane[] {
  if (failures === undefined) return [];
  const { newRequests, inFlight } = failures;
  return [
    ...(newRequests === undefined ? [] : [newRequestsLane(newRequests, arrivals)]),
    ...(inFlight === undefined ? [] : [inFlightLane(inFlight, arrivals)]),
  ];
}

function newRequestsLane({ from, to }: NonNullable<Failures["newRequests"]>, arrivals: TimelineFacts["arrivals"]): Lane {
  const bar = { kind: "lost", from: seconds(from), to: seconds(to) } as const;
  return { label: `new ${arrivals} fail`, bars: [bar], note: from === 0 ? `until ${to} s` : `${from} s to ${to} s`, marks: [] };
}

/** A moment, drawn as a line: whether anything is in flight then, nobody knows. */
function inFlightLane({ at, safeUpTo }: NonNullable<Failures["inFlight"]>, arrivals: TimelineFacts["arrivals"]): Lane {
  const bar = { kind: "cut", from: seconds(at), to: seconds(at) } as const;
  const which = safeUpTo === 0 ? "" : `longer than ${safeUpTo} s `;
  return arrivals === "requests"
    ? { label: "requests in flight", bars: [bar], note: `${which}may be cut at ${at} s`, marks: [] }
    : { label: "open connections", bars: [bar], note: `${which}may be reset at ${at} s`, marks: [] };
}

const tickSteps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600] as const;

/** Where to write seconds on the scale: round steps, from zero, not more than `most` of them. */
export function ticks(until: Seconds, most: number): readonly Seconds[] {
  const step = tickSteps.find((candidate) => until / candidate <= most) ?? 3600;
  return Array.from({ length: Math.floor(until / step) + 1 }, (_, index) => seconds(index * step));
}
