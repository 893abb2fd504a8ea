import type { Problem } from "#model/findings/problem.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { FloorProblemId } from "#model/problems/floor.ts";
import { quotable } from "#wording/printable.ts";
import { detail, type SayProblem } from "./say-problem.ts";

const exportAgain = ({ object }: Problem): string =>
  `run outlive export params -n ${quotable(object.namespace ?? "", 63)}, and apply and commit what it prints`;

export const floorProblemTexts: Readonly<Record<FloorProblemId, SayProblem>> = {
  "floor-parameters-outdated": (p) => ({
    what: `${printRef(p.object)} has sleep ${detail(p, "sleep")} and grace ${detail(p, "grace")}; ${detail(p, "from")} requires ${detail(p, "requiredSleep")} and ${detail(p, "requiredGrace")} today`,
    why: "a Pod that is created while no webhook responds gets the old numbers",
    todo: exportAgain(p),
  }),
  "floor-parameters-missing": (p) => ({
    what: `${printRef(p.object)} is missing, although other namespaces have a floor and ${detail(p, "from")} requires a sleep of ${detail(p, "requiredSleep")}`,
    why: "a Pod that is created there while no webhook responds gets no sleep",
    todo: exportAgain(p),
  }),
  "floor-parameters-unreadable": (p) => ({
    what: `${printRef(p.object)} has no whole number of seconds under ${p.field}`,
    why: "the policy then leaves all Pods of the namespace as they are",
    todo: exportAgain(p),
  }),
  "floor-parameters-unneeded": (p) => ({
    what: `${printRef(p.object)} sets a floor, and no workload of the namespace requires a sleep`,
    why: "Pods that are created while no webhook responds sleep for nothing when they end",
    todo: "delete the ConfigMap, in the cluster and where your other manifests are",
  }),
};
