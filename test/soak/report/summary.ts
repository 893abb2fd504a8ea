import { isHardFloor } from "../record/hard-floor.ts";
import type { Act, CreationSample, Failure, Line, LogLines, MachineSample, ReplicaSample, Start } from "../record/record.ts";

export interface Span {
  /** Minutes since the start. */
  readonly from: number;
  readonly to: number;
  readonly detail: string;
}

export interface ActRow {
  readonly name: string;
  readonly spans: readonly Span[];
  /** Of those, how many could not be performed. */
  readonly failed: number;
}

/** What a record says, put in order. */
export interface Summary {
  readonly start: Start;
  readonly minutes: number;
  /** Why the run ended, undefined for one that goes on. */
  readonly ended: string | undefined;
  readonly last: CreationSample;
  readonly creations: readonly CreationSample[];
  readonly machine: readonly MachineSample[];
  readonly replicas: ReadonlyMap<string, readonly ReplicaSample[]>;
  readonly acts: readonly ActRow[];
  readonly surprises: readonly Act[];
  readonly hardFloor: readonly Failure[];
  /** Failed for any other cause. */
  readonly beyond: readonly Failure[];
  readonly outdated: readonly Failure[];
  readonly log: readonly LogLines[];
}

export function summarise(start: Start, lines: readonly Exclude<Line, Start>[]): Summary {
  const of = <Kind extends Exclude<Line, Start>["kind"]>(kind: Kind): readonly Extract<Exclude<Line, Start>, { kind: Kind }>[] =>
    lines.flatMap((line) => (line.kind === kind ? [line as Extract<Exclude<Line, Start>, { kind: Kind }>] : []));
  const creations = of("creations");
  const last = creations.at(-1);
  if (last === undefined) throw new Error("the record ends before its first sample");
  const failures = of("failure");
  const failed = failures.filter(({ what }) => what !== "outdated");
  const acts = of("act");
  return {
    start,
    minutes: last.t / 60,
    ended: of("end").at(-1)?.because,
    last,
    creations,
    machine: of("machine"),
    replicas: Map.groupBy(
      [...of("replica")].sort((one, other) => one.replica.localeCompare(other.replica)),
      ({ replica }) => replica,
    ),
    acts: rowsOf(
      acts.filter(({ act }) => act !== "surprise"),
      last.t,
    ),
    surprises: acts.filter(({ act }) => act === "surprise"),
    hardFloor: failed.filter(isHardFloor),
    beyond: failed.filter((failure) => !isHardFloor(failure)),
    outdated: failures.filter(({ what }) => what === "outdated"),
    log: of("log"),
  };
}

function rowsOf(acts: readonly Act[], lastSeconds: number): readonly ActRow[] {
  const ends = new Map(acts.filter(({ phase }) => phase !== "begin").map((act) => [act.id, act]));
  const begun = acts.filter(({ phase }) => phase === "begin");
  return [...Map.groupBy(begun, ({ act }) => act)]
    .map(([name, own]) => ({
      name,
      spans: own.map(({ id, t }) => ({
        from: t / 60,
        to: (ends.get(id)?.t ?? lastSeconds) / 60,
        detail: ends.get(id)?.detail ?? "",
      })),
      failed: own.filter(({ id }) => ends.get(id)?.phase === "failed").length,
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
