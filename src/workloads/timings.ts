import type { Amount } from "#model/findings/finding.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import { fromObject, type Source, type Sourced } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import { kubernetesGracePeriod } from "#model/workloads/kubernetes-grace-period.ts";
import type { Container, PodSpec, Workload } from "#model/workloads/workload.ts";
import type { Timings, WorkloadFacts } from "#model/workloads/workload-facts.ts";
import type { Overrides } from "./overrides.ts";

/** The places of the containers that are given a sleep and are evaluated, of a template as of a Pod that runs. */
export function countedContainers(
  { containers }: PodSpec,
  { containers: named }: Pick<Overrides, "containers">,
): readonly number[] {
  const wanted = named === undefined ? undefined : new Set(named);
  return containers.flatMap(({ name }, index) => ((wanted?.has(name) ?? true) ? [index] : []));
}

/** The durations of a workload: what its Pod spec says, raised by what its annotations require. */
export function timingsOf(
  workload: Workload,
  { counted, serving }: Pick<WorkloadFacts, "counted" | "serving">,
  overrides: Overrides,
  parameters: PolicyParameters,
): Timings {
  const at = (indices: readonly number[]): readonly Container[] =>
    indices.flatMap((index) => workload.podSpec.containers[index] ?? []);
  const waiting = at(serving).filter(({ preStop }) => preStop.kind !== "other");
  const longestPreStop = longestSleepOf(workload, at(counted));
  return {
    ...(longestPreStop === undefined ? {} : { longestPreStop }),
    preStop: larger("preStop", sleepOf(workload, waiting), overrides.preStop),
    preStopKnown: waiting.length > 0,
    gracePeriod: larger("gracePeriod", graceOf(workload), overrides.gracePeriod) ?? graceOf(workload),
    shutdown: {
      name: "shutdown",
      ...(overrides.shutdown ?? { value: parameters.shutdown, source: { from: "setting", name: "shutdown" } }),
    },
    requestTimeout: overrides.requestTimeout && { name: "requestTimeout", ...overrides.requestTimeout },
    keepAlive: overrides.keepAlive && { name: "keepAlive", ...overrides.keepAlive },
  };
}

/** Containers stop in parallel, so the one that sleeps least is the first to be gone; one that does not sleep is gone at once. */
function sleepOf(workload: Workload, containers: readonly Container[]): Amount | undefined {
  const [first, ...rest] = containers.flatMap(({ preStop }) => (preStop.kind === "sleep" ? [preStop] : []));
  if (first === undefined || rest.length + 1 < containers.length) return undefined;
  const shortest = rest.reduce((least, each) => (each.seconds < least.seconds ? each : least), first);
  return {
    name: "preStop",
    value: shortest.seconds,
    source: field(workload.ref, workload.podPath, "containers[].lifecycle.preStop"),
    ...(shortest.followedBy === undefined ? {} : { atLeast: true }),
  };
}

function longestSleepOf(workload: Workload, containers: readonly Container[]): Amount | undefined {
  const sleeps = containers.flatMap(({ preStop }) => (preStop.kind === "sleep" ? [preStop.seconds] : []));
  if (sleeps.length === 0) return undefined;
  const source = field(workload.ref, workload.podPath, "containers[].lifecycle.preStop");
  return { name: "preStop", value: Math.max(...sleeps) as Seconds, source };
}

function graceOf({ ref, podPath, podSpec }: Workload): Amount {
  const { gracePeriod } = podSpec;
  const declared = gracePeriod !== undefined && gracePeriod !== kubernetesGracePeriod;
  return {
    name: "gracePeriod",
    value: gracePeriod ?? kubernetesGracePeriod,
    source: declared ? field(ref, podPath, "terminationGracePeriodSeconds") : { from: "default" },
  };
}

const field = (ref: ObjectRef, podPath: readonly string[], name: string): Source =>
  fromObject(ref, [...podPath, "spec", name].join("."));

function larger(
  name: "preStop" | "gracePeriod",
  own: Amount | undefined,
  requested: Sourced<Seconds> | undefined,
): Amount | undefined {
  if (requested === undefined || (own !== undefined && own.value >= requested.value)) return own;
  return { name, ...requested };
}
