import { asInteger, asText, at } from "#kubernetes/objects/lenient-json.ts";
import type { ContainerEndReport, ContainerReport } from "#trace/events/fact.ts";
import { addressOfPod, containersOf, termsOf } from "#trace/events/pod-fields.ts";
import { parseUtc, printUtc } from "#trace/time/utc.ts";
import type { PodLine, Unstamped } from "./lines.ts";

/** What a recording holds of a Pod; undefined for what has no name. */
export function readPodLine(raw: unknown): Unstamped<PodLine> | undefined {
  const name = asText(at(raw, "metadata", "name"));
  const namespace = asText(at(raw, "metadata", "namespace"));
  if (name === undefined || namespace === undefined) return undefined;
  return {
    kind: "pod",
    namespace,
    name,
    uid: asText(at(raw, "metadata", "uid")),
    address: addressOfPod(raw),
    deletionTimestamp: timeText(at(raw, "metadata", "deletionTimestamp")),
    deletionGracePeriodSeconds: count(at(raw, "metadata", "deletionGracePeriodSeconds")),
    terminationGracePeriodSeconds: count(at(raw, "spec", "terminationGracePeriodSeconds")),
    preStopSeconds: termsOf(raw)?.preStopSeconds,
    containers: containersOf(raw).map(containerLine),
  };
}

type ContainerLine = NonNullable<PodLine["containers"]>[number];

const containerLine = ({ name, runningSinceMs, terminated, lastTerminated }: ContainerReport): ContainerLine => ({
  name,
  runningSince: runningSinceMs === undefined ? undefined : printUtc(runningSinceMs),
  terminated: endLine(terminated),
  lastTerminated: endLine(lastTerminated),
});

const endLine = (end: ContainerEndReport | undefined): ContainerLine["terminated"] =>
  end && { finishedAt: printUtc(end.finishedMs), exitCode: end.exitCode, reason: end.reason };

/** The schema takes no time that cannot be read. */
const timeText = (value: unknown): string | undefined => {
  const text = asText(value);
  return text === undefined || parseUtc(text) === undefined ? undefined : text;
};

const count = (value: unknown): number | undefined => {
  const number = asInteger(value);
  return number === undefined || number < 0 ? undefined : number;
};
