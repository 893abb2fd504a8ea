import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { groupNameOf } from "#trace/logs/group-log.ts";
import { parseUtc } from "#trace/time/utc.ts";
import type { ContainerEndReport, Fact } from "./fact.ts";
import type { Moment } from "./life.ts";
import { type RecordingLine, recordingLineSchema } from "./recording.ts";

const kinds: ReadonlySet<string> = new Set(["recording", "pod", "endpoint", "target", "request"]);

export const isRecordingLine = (value: unknown): boolean =>
  kinds.has(asText(at(value, "kind")) ?? "") && at(value, "at") !== undefined;

type PodLine = Extract<RecordingLine, { kind: "pod" }>;

/** What one line of a recording says, or why it cannot be read. */
export function recordingFacts(value: unknown): readonly Fact[] | { readonly problem: string } {
  const read = recordingLineSchema.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { problem: `${issue?.path.join(".") || "line"}: ${issue?.message ?? "not a line of a recording"}` };
  }
  const line = read.data;
  switch (line.kind) {
    case "pod":
      return podFacts(line);
    case "target":
      return targetFacts(line);
    case "recording":
    case "endpoint":
    case "request":
      return [];
  }
}

const moment = (text: string, spreadMs: number): Moment => ({ atMs: parseUtc(text) ?? 0, spreadMs, source: "recording" });

function podFacts(line: PodLine): readonly Fact[] {
  const common = { pod: `${line.namespace}/${line.name}`, uid: line.uid, address: line.address, moment: moment(line.at, 0) };
  const graceSeconds = line.deletionGracePeriodSeconds ?? line.terminationGracePeriodSeconds;
  const stated = graceSeconds !== undefined || line.preStopSeconds !== undefined;
  const terms = stated ? { graceSeconds, preStopSeconds: line.preStopSeconds } : undefined;
  const containers = (line.containers ?? []).map(({ name, runningSince, terminated, lastTerminated }) => ({
    name,
    runningSinceMs: runningSince === undefined ? undefined : parseUtc(runningSince),
    terminated: endOf(terminated),
    lastTerminated: endOf(lastTerminated),
  }));
  return [
    { what: "seen", ...common, terms },
    ...(containers.length > 0 ? [{ what: "containers", ...common, containers } as const] : []),
    ...deletion(line, common, terms),
    ...(line.removed === true ? [{ what: "gone", ...common, moment: sinceInterruption(line) } as const] : []),
  ];
}

/** What nobody saw happen lies anywhere in the time in which nobody looked. */
function sinceInterruption({ at: seen, notBefore }: Pick<PodLine, "at" | "notBefore">): Moment {
  if (notBefore === undefined) return moment(seen, 0);
  const earliest = moment(notBefore, 0);
  return { ...earliest, spreadMs: Math.max(moment(seen, 0).atMs - earliest.atMs, 0) };
}

/** The deletion began a grace period before its timestamp, which is cut to whole seconds; the watch heard of it soon after. */
function deletion(
  { deletionTimestamp, deletionGracePeriodSeconds = 0, at: seen }: PodLine,
  common: { readonly pod: string; readonly uid: string | undefined; readonly address: string | undefined },
  terms: Extract<Fact, { what: "deleted" }>["terms"],
): readonly Fact[] {
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === 0) return [];
  const cutMs = (parseUtc(deletionTimestamp) ?? 0) - deletionGracePeriodSeconds * 1000;
  const seenMs = parseUtc(seen) ?? 0;
  const within = seenMs >= cutMs && seenMs < cutMs + 1000;
  const began: Moment = within ? moment(seen, 50) : { atMs: cutMs, spreadMs: 1000, source: "recording" };
  return [{ what: "deleted", ...common, moment: began, terms }];
}

const endOf = (
  end: { readonly finishedAt: string; readonly exitCode?: number | undefined; readonly reason?: string | undefined } | undefined,
): ContainerEndReport | undefined => {
  const finishedMs = parseUtc(end?.finishedAt ?? "");
  return finishedMs === undefined ? undefined : { finishedMs, exitCode: end?.exitCode, reason: end?.reason };
};

function targetFacts({
  at: seen,
  notBefore,
  targetGroup,
  address,
  port,
  state,
}: Extract<RecordingLine, { kind: "target" }>): readonly Fact[] {
  const common = {
    group: groupNameOf(targetGroup),
    address,
    port,
    moment: { ...sinceInterruption({ at: seen, notBefore }), source: "target-health" } as const,
  };
  if (state === "draining") return [{ what: "deregistered", ...common }];
  return state === "initial" || state === "healthy" ? [{ what: "registered", ...common }] : [];
}
