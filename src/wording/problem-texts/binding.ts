import type { BindingProblemId } from "#model/problems/binding.ts";
import { detail, place, type SayProblem } from "./say-problem.ts";

export const bindingProblemTexts: Readonly<Record<BindingProblemId, SayProblem>> = {
  "binding-service-missing": (p) => ({
    what: `${place(p)} names the Service ${detail(p, "service")}, which does not exist`,
    why: "nothing is registered in its target group",
    todo: "create the Service, or delete the TargetGroupBinding",
  }),
  "binding-port-missing": (p) => ({
    what: `${place(p)} names port ${detail(p, "port")} of the Service ${detail(p, "service")}, which it has not`,
    why: "nothing is registered in its target group, and its readiness gate becomes true at once",
    todo: "name a port that the Service has",
  }),
  "binding-target-type-missing": (p) => ({
    what: `${place(p)} does not say a target type`,
    why: "the controller fills it in when it is created; until then it cannot be told whether Pods or nodes are the targets",
    todo: "write ip or instance",
  }),
  "binding-target-group-missing": (p) => ({
    what: `${place(p)} names no target group`,
    why: "the controller refuses it",
    todo: "write targetGroupARN or targetGroupName",
  }),
  "binding-name-too-long": (p) => ({
    what: `${place(p)} has a name of ${detail(p, "length")} characters`,
    why: "a readiness gate is named after it and takes 63; where gates are injected the API server refuses every Pod that it selects",
    todo: "give it a name of at most 63 characters",
  }),
  "binding-node-selector-with-ip": (p) => ({
    what: `${place(p)} has a nodeSelector and targets of type ip`,
    why: "the controller refuses it",
    todo: "remove the nodeSelector",
  }),
  "binding-origin-missing": (p) => ({
    what: `${place(p)} was made for ${detail(p, "origin")}, which does not exist or asks for no such target group`,
    why: "what its target group is set to cannot be told; the AWS default of 300 s is taken",
    todo: "look whether the controller is still to delete it",
  }),
  "binding-origin-ambiguous": (p) => ({
    what: `${place(p)} may follow from any of ${detail(p, "origins")}`,
    why: "its labels name the group only; the longest delay of them is taken",
    todo: "tell Outlive the controller's cluster name, which makes names of target groups predictable",
  }),
  "binding-delay-assumed": (p) => ({
    what: `${place(p)} is user-made, and nothing in Kubernetes says the deregistration delay of ${detail(p, "targetGroup")}`,
    why: "the AWS default of 300 s is taken for it",
    todo: "annotate it with outlive.dev/deregistration-delay",
  }),
};
