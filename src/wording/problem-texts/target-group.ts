import { printRef } from "#model/kubernetes/refs.ts";
import type { TargetGroupProblemId } from "#model/problems/target-group.ts";
import { detail, place, type SayProblem, wholeGroup } from "./say-problem.ts";

export const targetGroupProblemTexts: Readonly<Record<TargetGroupProblemId, SayProblem>> = {
  "attributes-unparsable": (p) => ({
    what: `${place(p)} is no list of key=value pairs: ${detail(p, "text")}`,
    why: wholeGroup,
    todo: "write key=value pairs with one comma between them and none at the end",
  }),
  "attributes-not-portable": (p) => ({
    what: `${place(p)} is read otherwise by controllers before v2.14.1 (${detail(p, "older")})`,
    why: "an upgrade or a downgrade of the controller changes what it means",
    todo: "leave out blanks around =, commas at the ends, doubled commas and backslashes",
  }),
  "deregistration-delay-invalid": (p) => ({
    what: `${place(p)}: deregistration_delay.timeout_seconds is "${detail(p, "value")}"`,
    why: `AWS takes whole seconds from 0 to 3600 only; ${wholeGroup}`,
    todo: "write digits without a unit, from 0 to 3600",
  }),
  "attribute-value-invalid": (p) => ({
    what: `${place(p)}: ${detail(p, "key")} is "${detail(p, "value")}"`,
    why: `AWS takes ${detail(p, "accepted")} and refuses the change as a whole`,
    todo: `write ${detail(p, "accepted")}`,
  }),
  "attribute-key-wrong-case": (p) => ({
    what: `${place(p)} sets ${detail(p, "key")}, which is not ${detail(p, "known")}`,
    why: "keys of attributes are case-sensitive: the delay or limit that you mean is not set",
    todo: `write ${detail(p, "known")}`,
  }),
  "integer-unparsable": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", which is no whole number`,
    why: wholeGroup,
    todo: "write digits without a unit or blanks",
  }),
  "boolean-unparsable": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", which is neither true nor false`,
    why: wholeGroup,
    todo: "write true or false",
  }),
  "duration-unparsable": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", which is no duration`,
    why: "it is left out of every calculation",
    todo: `write ${detail(p, "accepted")}`,
  }),
  "target-type-unknown": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}"`,
    why: wholeGroup,
    todo: "write ip or instance, in lower case",
  }),
  "target-type-ip-disabled": (p) => ({
    what: `${place(p)} asks for targets of type ip, which the controller's feature gate EnableIPTargetType forbids`,
    why: wholeGroup,
    todo: "turn the feature gate on, or use instance",
  }),
  "health-check-value-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}"`,
    why: `AWS takes ${detail(p, "accepted")} and refuses the target group`,
    todo: `write ${detail(p, "accepted")}`,
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
    what: `${place(p)} names the Service ${detail(p, "service")}, which does not exist`,
    why: wholeGroup,
    todo: "create the Service, or take it out",
  }),
  "service-port-missing": (p) => ({
    what: `${place(p)} names port ${detail(p, "port")} of the Service ${detail(p, "service")}, which it has not`,
    why: wholeGroup,
    todo: "name a port that the Service has, by its name or its number as the Service writes it",
  }),
  "node-port-missing": (p) => ({
    what: `${place(p)}: instance targets need a node port, and the Service ${detail(p, "service")} of type ${detail(p, "type")} has none`,
    why: wholeGroup,
    todo: "use target type ip, or a Service of type NodePort",
  }),
};
