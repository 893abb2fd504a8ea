import type { PodLine, Unstamped } from "#probe/recording/lines.ts";
import { connectionKinds } from "#probe/results/outcome.ts";
import type { Tally } from "#probe/results/tally.ts";
import { counted, grouped, inSeconds } from "#trace/report/numbers.ts";
import { parseUtc } from "#trace/time/utc.ts";
import { printable } from "#wording/printable.ts";
import { shortTime } from "./probe-text.ts";

export interface LiveState {
  readonly nowMs: number;
  readonly elapsedMs: number;
  readonly durationMs: number;
  /** Undefined where nothing is sent. */
  readonly tally: Tally | undefined;
  readonly inFlight: number;
  readonly pods: readonly Unstamped<PodLine>[];
}

const mostPods = 8;

/** What a terminal shows while a probe runs, a text for each line. */
export function liveScreen(state: LiveState, width: number): readonly string[] {
  const lines = [headLine(state), ...(state.tally === undefined ? [] : loadLines(state.tally, state)), ...podLines(state)];
  return lines.map((line) => cut(line, width));
}

/** The same as one line, for a log. */
export function progressLine(state: LiveState): string {
  const { tally, pods } = state;
  const ending = pods.filter(({ deletionTimestamp }) => deletionTimestamp !== undefined).length;
  const parts = [
    headLine(state),
    ...(tally === undefined ? [] : [`${counted(tally.requests, "request")}, ${grouped(tally.failed)} failed`]),
    ...(pods.length === 0 ? [] : [`${counted(pods.length, "Pod")}, ${ending} ending`]),
  ];
  return parts.join("; ");
}

const headLine = ({ elapsedMs, durationMs }: LiveState): string =>
  `${Math.min(Math.floor(elapsedMs / 1000), Math.round(durationMs / 1000))} of ${Math.round(durationMs / 1000)} s`;

function loadLines(tally: Tally, { nowMs, inFlight }: LiveState): readonly string[] {
  const recent = tally.recent.at(nowMs);
  const [p50, p99] = [0.5, 0.99].map((q) => (tally.durations.quantile(q) ?? 0) / 1000);
  return [
    `${counted(tally.requests, "request")}, ${grouped(tally.failed)} failed, ${inFlight} under way; last 10 s: ${grouped(recent.requests)}, ${grouped(recent.failed)} failed`,
    `p50 ${shortTime(p50 ?? 0)}, p99 ${shortTime(p99 ?? 0)}; ${connectionKinds.map((kind) => `${kind}: ${grouped(tally.connections[kind].failed)} failed`).join(", ")}`,
    ...(tally.addresses.size < 2
      ? []
      : [
          [...tally.addresses]
            .slice(0, 4)
            .map(([address, { failed }]) => `${printable(address)}: ${grouped(failed)} failed`)
            .join(", "),
        ]),
  ];
}

function podLines({ pods, nowMs }: LiveState): readonly string[] {
  if (pods.length === 0) return [];
  const ending = pods
    .filter(({ deletionTimestamp }) => deletionTimestamp !== undefined)
    .map((pod) => ({
      pod,
      deletedMs: (parseUtc(pod.deletionTimestamp ?? "") ?? 0) - (pod.deletionGracePeriodSeconds ?? 0) * 1000,
    }))
    .sort((a, b) => b.deletedMs - a.deletedMs);
  return [
    `${counted(pods.length, "Pod")}, ${ending.length} ending`,
    ...ending
      .slice(0, mostPods)
      .map(({ pod, deletedMs }) => `  ${printable(pod.name)}: ${phaseOf(pod, (nowMs - deletedMs) / 1000)}`),
  ];
}

function phaseOf({ preStopSeconds, containers = [] }: Unstamped<PodLine>, seconds: number): string {
  const since = `deleted ${inSeconds(Math.max(seconds, 0))} ago`;
  if (containers.length > 0 && containers.every(({ terminated }) => terminated !== undefined)) return `${since}, ended`;
  if (preStopSeconds === undefined) return since;
  return seconds < preStopSeconds ? `${since}, SIGTERM in ${inSeconds(preStopSeconds - seconds)}` : `${since}, after SIGTERM`;
}

const cut = (line: string, width: number): string => (line.length <= width ? line : line.slice(0, width - 1));
