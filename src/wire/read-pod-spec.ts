import { seconds } from "#model/seconds.ts";
import type { Container, PodSpec } from "#model/workload.ts";
import { asFlag, asInteger, asList, asText, at, isRecord } from "./lenient-json.ts";
import { readPreStop } from "./read-pre-stop.ts";

export function readPodSpec(spec: unknown): PodSpec {
  const grace = asInteger(at(spec, "terminationGracePeriodSeconds"));
  return {
    containers: asList(at(spec, "containers")).flatMap(readContainer),
    gracePeriod: grace === undefined || grace < 0 ? undefined : seconds(grace),
    readinessGates: asList(at(spec, "readinessGates")).flatMap((gate) => asText(at(gate, "conditionType")) ?? []),
    restartPolicy: restartPolicyOf(asText(at(spec, "restartPolicy"))),
    windows: asText(at(spec, "os", "name")) === "windows" || asText(at(spec, "nodeSelector", "kubernetes.io/os")) === "windows",
    hostNetwork: asFlag(at(spec, "hostNetwork")) ?? false,
  };
}

function readContainer(raw: unknown): Container[] {
  const name = asText(at(raw, "name"));
  if (name === undefined) return [];
  return [
    {
      name,
      preStop: readPreStop(at(raw, "lifecycle")),
      hasReadinessProbe: isRecord(at(raw, "readinessProbe")),
      hasPorts: asList(at(raw, "ports")).length > 0,
    },
  ];
}

const restartPolicyOf = (text: string | undefined): PodSpec["restartPolicy"] =>
  text === "OnFailure" || text === "Never" ? text : "Always";
