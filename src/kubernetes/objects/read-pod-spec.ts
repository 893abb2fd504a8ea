import { seconds } from "#model/findings/seconds.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type { Container, ContainerPort, PodSpec } from "#model/workloads/workload.ts";
import { asFlag, asInteger, asList, asText, at } from "./lenient-json.ts";
import { isMinimalImage } from "./minimal-image.ts";
import { readPlacement } from "./nodes/read-placement.ts";
import { readPreStop } from "./read-pre-stop.ts";

export function readPodSpec(spec: unknown): PodSpec {
  const placement = readPlacement(spec);
  const grace = asInteger(at(spec, "terminationGracePeriodSeconds"));
  return {
    containers: asList(at(spec, "containers")).map(readContainer),
    gracePeriod: grace === undefined || grace < 0 ? undefined : seconds(grace),
    readinessGates: asList(at(spec, "readinessGates")).flatMap((gate) => asText(at(gate, "conditionType")) ?? []),
    restartPolicy: restartPolicyOf(asText(at(spec, "restartPolicy"))),
    windows: asText(at(spec, "os", "name")) === "windows" || asText(at(spec, "nodeSelector", "kubernetes.io/os")) === "windows",
    hostNetwork: asFlag(at(spec, "hostNetwork")) ?? false,
    ...(placement === undefined ? {} : { placement }),
  };
}

/** Every entry gives one container, readable or not, because patches and findings point at them by their place in the list. */
const readContainer = (raw: unknown): Container => ({
  name: asText(at(raw, "name")) ?? "",
  preStop: isJsonObject(raw) ? readPreStop(at(raw, "lifecycle")) : { kind: "other", handler: "not an object" },
  hasReadinessProbe: isJsonObject(at(raw, "readinessProbe")),
  ports: asList(at(raw, "ports")).flatMap(readPort),
  minimalImage: isMinimalImage(asText(at(raw, "image")) ?? ""),
});

function readPort(raw: unknown): readonly ContainerPort[] {
  const port = asInteger(at(raw, "containerPort"));
  return port === undefined ? [] : [{ name: asText(at(raw, "name")) ?? "", port }];
}

const restartPolicyOf = (text: string | undefined): PodSpec["restartPolicy"] =>
  text === "OnFailure" || text === "Never" ? text : "Always";
