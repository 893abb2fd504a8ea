import { printRef } from "#model/kubernetes/refs.ts";
import type { BindingProblemId } from "#model/problems/binding.ts";
import { detail, place, type SayProblem } from "./say-problem.ts";

export const bindingProblemTexts: Readonly<Record<BindingProblemId, SayProblem>> = {
  "binding-service-missing": (p) => ({
    what: `${place(p)} refers to Service ${detail(p, "service")}, which does not exist`,
    why: "its target group has no targets",
    todo: "create the Service, or delete the TargetGroupBinding",
  }),
  "binding-port-missing": (p) => ({
    what: `${place(p)} refers to port ${detail(p, "port")} of Service ${detail(p, "service")}, but the Service has no such port`,
    why: "its target group has no targets, and its readiness gate becomes true at once",
    todo: "use a port of the Service",
  }),
  "binding-target-type-missing": (p) => ({
    what: `${place(p)} is not set`,
    why: "until the controller fills it in on creation, Outlive does not know whether Pods or nodes are the targets",
    todo: "set ip or instance",
  }),
  "binding-target-group-missing": (p) => ({
    what: `${place(p)} is not set, and neither is spec.targetGroupName`,
    why: "the controller rejects it",
    todo: "set targetGroupARN or targetGroupName",
  }),
  "binding-name-too-long": (p) => ({
    what: `${place(p)} has ${detail(p, "length")} characters; a readiness gate allows 63`,
    why: "where gates are injected, the API server rejects every Pod that it selects",
    todo: "use a name of at most 63 characters",
  }),
  "binding-node-selector-with-ip": (p) => ({
    what: `${place(p)} is set, but the targets are of type ip`,
    why: "the controller rejects it",
    todo: "remove the nodeSelector",
  }),
  "binding-origin-missing": (p) => ({
    what: `${place(p)} say that it was created for ${detail(p, "origin")}, which does not exist or does not use it`,
    why:
      detail(p, "known") === "aws"
        ? "Outlive uses the attributes that AWS reports"
        : "Outlive does not know its attributes and assumes the AWS default of 300 s",
    todo: "check whether the controller has yet to delete it",
  }),
  "binding-origin-ambiguous": (p) => ({
    what: `${place(p)} match several objects: ${detail(p, "origins")}`,
    why: "the labels name the group only, so Outlive assumes the longest delay",
    todo: "set the controller's cluster name, which Outlive uses to predict target group names",
  }),
  "binding-delay-assumed": (p) => ({
    what: `${place(p)} is not set, and nothing else in Kubernetes gives the deregistration delay of ${detail(p, "targetGroup")}`,
    why: "the TargetGroupBinding is user-managed, so Outlive assumes the AWS default of 300 s",
    todo: "set outlive.dev/deregistration-delay on it, or read the delay from AWS (docs/aws.md)",
  }),
  "binding-delay-default": (p) => ({
    what: `AWS reports its default deregistration delay of 300 s for ${detail(p, "targetGroup")} of ${printRef(p.object)}`,
    why: "Outlive sizes no sleep for a delay that nobody chose",
    todo: "set a shorter delay where the target group is managed, or outlive.dev/deregistration-delay: 300 on the binding",
  }),
};
