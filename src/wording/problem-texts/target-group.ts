import { printRef } from "#model/kubernetes/refs.ts";
import type { TargetGroupProblemId } from "#model/problems/target-group.ts";
import { detail, place, type SayProblem, wholeGroup } from "./say-problem.ts";

export const targetGroupProblemTexts: Readonly<Record<TargetGroupProblemId, SayProblem>> = {
  "attributes-unparsable": (p) => ({
    what: `${place(p)} is not a list of key=value pairs: ${detail(p, "text")}`,
    why: wholeGroup,
    todo: "write key=value pairs separated by single commas, without a trailing comma",
  }),
  "attributes-not-portable": (p) => ({
    what: `${place(p)} means something else to controllers before v2.14.1 (${detail(p, "older")})`,
    why: "upgrading or downgrading the controller changes the attributes",
    todo: "remove spaces around =, leading, trailing and doubled commas, and backslashes",
  }),
  "deregistration-delay-invalid": (p) => ({
    what: `${place(p)} sets deregistration_delay.timeout_seconds to "${detail(p, "value")}"`,
    why: wholeGroup,
    todo: "set whole seconds from 0 to 3600, without a unit",
  }),
  "attribute-value-invalid": (p) => ({
    what: `${place(p)} sets ${detail(p, "key")} to "${detail(p, "value")}"`,
    why: "AWS rejects the whole change",
    todo: `use ${detail(p, "accepted")}`,
  }),
  "attribute-key-wrong-case": (p) => ({
    what: `${place(p)} sets ${detail(p, "key")}, which is not the key ${detail(p, "known")}`,
    why: "attribute keys are case-sensitive, so the attribute you meant is not set",
    todo: `write ${detail(p, "known")}`,
  }),
  "integer-unparsable": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", not an integer`,
    why: wholeGroup,
    todo: "write digits only, without a unit or spaces",
  }),
  "boolean-unparsable": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", not true or false`,
    why: wholeGroup,
    todo: "write true or false",
  }),
  "duration-unparsable": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", not a duration`,
    why: "Outlive ignores the annotation",
    todo: `write ${detail(p, "accepted")}`,
  }),
  "target-type-unknown": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", not a target type`,
    why: wholeGroup,
    todo: "write ip or instance, in lower case",
  }),
  "target-type-ip-disabled": (p) => ({
    what: `${place(p)} requires ip targets, but the controller's feature gate EnableIPTargetType is off`,
    why: wholeGroup,
    todo: "enable the feature gate, or use instance",
  }),
  "health-check-value-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", outside what AWS accepts`,
    why: "AWS rejects the target group",
    todo: `use ${detail(p, "accepted")}`,
  }),
  "backend-external-name": (p) => ({
    what: `${place(p)} names the Service ${detail(p, "service")}, which is of type ExternalName`,
    why: "it has no endpoints, so the target group stays empty and clients get 503",
    todo: "name a Service that selects the Pods, in their own namespace",
  }),
  "fargate-with-instance-targets": (p) => ({
    what: `${printRef(p.object)} makes nodes the targets for ${detail(p, "service")}, and its Pods run on Fargate`,
    why: "nodes of Fargate are never registered, so the load balancer does not reach these Pods",
    todo: "set the target type to ip",
  }),
  "service-missing": (p) => ({
    what: `${place(p)} refers to Service ${detail(p, "service")}, which does not exist`,
    why: wholeGroup,
    todo: "create the Service, or remove the backend",
  }),
  "service-port-missing": (p) => ({
    what: `${place(p)} refers to port ${detail(p, "port")} of Service ${detail(p, "service")}, but the Service has no such port`,
    why: wholeGroup,
    todo: "use the name or number of a port of the Service",
  }),
  "node-port-missing": (p) => ({
    what: `${place(p)}: instance targets need a node port, but Service ${detail(p, "service")} (${detail(p, "type")}) has none`,
    why: wholeGroup,
    todo: "use target type ip, or a Service of type NodePort",
  }),
  "aws-differs": (p) => ({
    what: `${place(p)} sets ${detail(p, "key")} to ${detail(p, "declared")}, but AWS reports ${detail(p, "reported")}`,
    why: `until they agree, Outlive uses ${detail(p, "used")} (aws.prefer: ${detail(p, "prefer")})`,
    todo: "see whether the controller can reconcile the object, or correct the value",
  }),
  "aws-value-kept": (p) => ({
    what: `AWS reports ${detail(p, "key")} ${detail(p, "reported")} for ${printRef(p.object)}, and nothing in Kubernetes sets it`,
    why: "AWS keeps a removed attribute, and a new target group starts with the default",
    todo: p.field === "" ? "set it there" : `set it in ${p.field}`,
  }),
  "aws-target-group-missing": (p) => ({
    what: `AWS knows no target group with the ARN in ${place(p)}`,
    why: "the controller can register no targets in it",
    todo: "check name, region and account of the ARN",
  }),
};
