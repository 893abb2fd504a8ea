import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readPodSpec } from "#kubernetes/objects/read-pod-spec.ts";
import type { PreStop } from "#model/workloads/pre-stop.ts";
import { parseUtc } from "#trace/time/utc.ts";
import type { ContainerEndReport, ContainerReport, PodTerms } from "./fact.ts";

/** `namespace/name`, or undefined where either is missing. */
export function podName(namespace: string | undefined, name: string | undefined): string | undefined {
  return namespace === undefined || name === undefined || name === "" ? undefined : `${namespace}/${name}`;
}

/** The terms of a Pod object; undefined where the object holds no spec. */
export function termsOf(pod: unknown): PodTerms | undefined {
  const raw = at(pod, "spec");
  if (raw === undefined || asList(at(raw, "containers")).length === 0) return undefined;
  const spec = readPodSpec(raw);
  const serving = spec.containers.filter(({ ports }) => ports.length > 0);
  const hooks = (serving.length > 0 ? serving : spec.containers).map(({ preStop }) => sleepOf(preStop));
  const known = hooks.filter((seconds) => seconds !== undefined);
  const graceSeconds = asInteger(at(pod, "metadata", "deletionGracePeriodSeconds")) ?? spec.gracePeriod ?? 30;
  const least = known.length > 0 ? Math.min(...known) : undefined;
  return { graceSeconds, preStopSeconds: known.length === hooks.length || least === 0 ? least : undefined };
}

/** Undefined for a hook whose length nobody knows. */
function sleepOf(preStop: PreStop): number | undefined {
  switch (preStop.kind) {
    case "none":
      return 0;
    case "sleep":
      return preStop.seconds;
    case "other":
      return undefined;
  }
}

export const addressOfPod = (pod: unknown): string | undefined => asText(at(pod, "status", "podIP")) || undefined;

export const containersOf = (pod: unknown): readonly ContainerReport[] =>
  asList(at(pod, "status", "containerStatuses")).map((status) => ({
    name: asText(at(status, "name")) ?? "",
    runningSinceMs: parseUtc(asText(at(status, "state", "running", "startedAt")) ?? ""),
    terminated: endOf(at(status, "state", "terminated")),
    lastTerminated: endOf(at(status, "lastState", "terminated")),
  }));

function endOf(terminated: unknown): ContainerEndReport | undefined {
  const finishedMs = parseUtc(asText(at(terminated, "finishedAt")) ?? "");
  if (finishedMs === undefined) return undefined;
  return { finishedMs, exitCode: asInteger(at(terminated, "exitCode")), reason: asText(at(terminated, "reason")) };
}
