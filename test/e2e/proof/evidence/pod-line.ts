import { asInteger, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { addressOfPod, containersOf, termsOf } from "#trace/events/pod-fields.ts";
import type { RecordingLine } from "#trace/events/recording.ts";

/** A Pod as a line of a recording, but for the moment at which it was seen. */
export type PodLine = Omit<Extract<RecordingLine, { kind: "pod" }>, "at">;

/** What of a Pod object tells how it ends. */
export function podLine(raw: unknown): PodLine {
  const terms = termsOf(raw);
  return {
    kind: "pod",
    namespace: asText(at(raw, "metadata", "namespace")) ?? "",
    name: asText(at(raw, "metadata", "name")) ?? "",
    uid: asText(at(raw, "metadata", "uid")),
    address: addressOfPod(raw),
    deletionTimestamp: asText(at(raw, "metadata", "deletionTimestamp")),
    deletionGracePeriodSeconds: asInteger(at(raw, "metadata", "deletionGracePeriodSeconds")),
    terminationGracePeriodSeconds: asInteger(at(raw, "spec", "terminationGracePeriodSeconds")),
    preStopSeconds: terms?.preStopSeconds,
    containers: containersOf(raw).map(({ name, runningSinceMs, terminated, lastTerminated }) => ({
      name,
      runningSince: runningSinceMs === undefined ? undefined : iso(runningSinceMs),
      terminated: endOf(terminated),
      lastTerminated: endOf(lastTerminated),
    })),
  };
}

type ContainerEnd = ReturnType<typeof containersOf>[number]["terminated"];

const endOf = (end: ContainerEnd) =>
  end === undefined ? undefined : { finishedAt: iso(end.finishedMs), exitCode: end.exitCode, reason: end.reason };

const iso = (ms: number): string => new Date(ms).toISOString();
