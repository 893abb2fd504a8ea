import { type Problem, problem } from "#model/findings/problem.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { floorKeys, floorName } from "./floor-names.ts";
import type { FloorParameters } from "./floor-parameters.ts";
import type { StoredFloor } from "./stored-floor.ts";

/**
 * Where the ConfigMaps in a cluster are not what an export would print today. A cluster with none of them has no floor, and no problem;
 * nor has a namespace that is not in force, where the policy does not act.
 */
export function floorProblems(
  required: readonly FloorParameters[],
  stored: readonly StoredFloor[],
  inForce: (namespace: string) => boolean,
): readonly Problem[] {
  if (stored.length === 0) return [];
  const needs = new Map(required.map((parameters) => [parameters.namespace, parameters]));
  const has = new Set(stored.map(({ namespace }) => namespace));
  return [
    ...stored.filter(({ namespace }) => inForce(namespace)).flatMap((floor) => ofStored(floor, needs.get(floor.namespace))),
    ...required.filter(({ namespace }) => inForce(namespace) && !has.has(namespace)).map(missing),
  ].toSorted((a, b) => ((a.object.namespace ?? "") < (b.object.namespace ?? "") ? -1 : 1));
}

function ofStored({ namespace, sleep, grace }: StoredFloor, needs: FloorParameters | undefined): readonly Problem[] {
  const object = configMap(namespace);
  if (needs === undefined) return [problem("floor-parameters-unneeded", object, "")];
  if (sleep === undefined || grace === undefined) {
    const field = sleep === undefined ? floorKeys.sleep : floorKeys.grace;
    return [problem("floor-parameters-unreadable", object, `data.${field}`)];
  }
  if (sleep === needs.sleep && grace === needs.grace) return [];
  return [
    problem("floor-parameters-outdated", object, "data", {
      sleep: String(sleep),
      grace: String(grace),
      requiredSleep: String(needs.sleep),
      requiredGrace: String(needs.grace),
      from: needs.from,
    }),
  ];
}

const missing = ({ namespace, sleep, from }: FloorParameters): Problem =>
  problem("floor-parameters-missing", configMap(namespace), "", { requiredSleep: String(sleep), from });

const configMap = (namespace: string): ObjectRef => ({ apiVersion: "v1", kind: "ConfigMap", namespace, name: floorName });
