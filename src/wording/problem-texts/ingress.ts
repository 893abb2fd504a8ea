import type { IngressProblemId } from "#model/problems/ingress.ts";
import { detail, place, type SayProblem, wholeGroup } from "./say-problem.ts";

const ignored = "the controller does not act on this Ingress: it gets no load balancer";

export const ingressProblemTexts: Readonly<Record<IngressProblemId, SayProblem>> = {
  "ingress-class-missing": (p) => ({
    what: `${place(p)} names the IngressClass ${detail(p, "class")}, which does not exist`,
    why: ignored,
    todo: "create the class, or name one that exists",
  }),
  "ingress-class-annotation-differs": (p) => ({
    what: `${place(p)} is "${detail(p, "annotation")}" and spec.ingressClassName is "${detail(p, "class")}"`,
    why: "the API server refuses to create an Ingress that says two classes; changed afterwards, the annotation wins",
    todo: "remove the annotation",
  }),
  "ingress-class-default-ambiguous": (p) => ({
    what: `${place(p)}: the cluster has several default IngressClasses: ${detail(p, "classes")}`,
    why: "the controller cannot load any group while an Ingress without a class exists",
    todo: "leave ingressclass.kubernetes.io/is-default-class on one class, or name a class in the Ingress",
  }),
  "ingress-class-parameters-unsupported": (p) => ({
    what: `${place(p)}: parameters of the IngressClass ${detail(p, "class")} are ${detail(p, "parameters")}`,
    why: ignored,
    todo: "let spec.parameters name an IngressClassParams with its apiGroup",
  }),
  "ingress-class-params-missing": (p) => ({
    what: `${place(p)}: the IngressClass ${detail(p, "class")} names the IngressClassParams ${detail(p, "params")}, which do not exist`,
    why: ignored,
    todo: "create the IngressClassParams, or take the parameters out of the class",
  }),
  "ingress-class-params-namespace-mismatch": (p) => ({
    what: `${place(p)}: namespaceSelector of the IngressClassParams ${detail(p, "params")} does not select the namespace ${detail(p, "namespace")}`,
    why: ignored,
    todo: "label the namespace as the selector wants, or use another class",
  }),
  "ingress-class-annotation-bypasses-params": (p) => ({
    what: `${place(p)} decides the class alone, so the IngressClassParams ${detail(p, "params")} of class ${detail(p, "class")} are not applied`,
    why: "target type, group and load balancer attributes of the class have no effect here",
    todo: "remove the annotation and keep spec.ingressClassName",
  }),
  "annotation-unsupported-by-auto-mode": (p) => ({
    what: `${place(p)} is not read by EKS Auto Mode`,
    why: "it has no effect",
    todo: "set it in IngressClassParams of eks.amazonaws.com, or remove it",
  }),
  "group-name-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "name")}": ${detail(p, "reason")}`,
    why: "the Ingress belongs to no group and gets no load balancer",
    todo: "write lower-case letters, digits, - and . only, at most 63 of them, with a letter or digit at both ends",
  }),
  "group-order-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}"`,
    why: `it must be a whole number from -1000 to 1000; ${wholeGroup}, without any event`,
    todo: "write a whole number from -1000 to 1000",
  }),
  "group-reconcile-blocked": (p) => ({
    what: `${place(p)} is in the group ${detail(p, "group")}, which ${detail(p, "member")} stops (${detail(p, "because")})`,
    why: "no change of any member reaches AWS until that is mended",
    todo: `mend ${detail(p, "member")} first`,
  }),
  "load-balancer-attributes-conflict": (p) => ({
    what: `${place(p)}: members of the group want different values of ${detail(p, "key")}: ${detail(p, "values")} (${detail(p, "members")})`,
    why: wholeGroup,
    todo: "write the same value in all of them, or set it in the IngressClassParams of the first member's class",
  }),
  "group-setting-conflict": (p) => ({
    what: `${place(p)}: members of the group want different values of ${detail(p, "setting")}: ${detail(p, "values")} (${detail(p, "members")})`,
    why: wholeGroup,
    todo: "write the same value in all of them, or take the Ingress out of the group",
  }),
  "group-setting-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}": it ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "write a value that the controller accepts",
  }),
  "default-backend-duplicate": (p) => ({
    what: `${place(p)}: more than one member of the group has a default backend: ${detail(p, "members")}`,
    why: wholeGroup,
    todo: "leave spec.defaultBackend in one of them",
  }),
  "backend-resource-unsupported": (p) => ({
    what: `${place(p)} names no Service`,
    why: "the controller takes Services only, and its admission webhook fails on such an Ingress",
    todo: "name a Service",
  }),
  "action-unparsable": (p) => ({
    what: `${place(p)} cannot be read: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "write the action as JSON; numbers and strings as the controller's guide shows them",
  }),
  "action-invalid": (p) => ({
    what: `${place(p)} is refused: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "complete the action as the controller's guide shows it",
  }),
  "action-missing": (p) => ({
    what: `${place(p)} uses the action ${detail(p, "action")}, which the Ingress does not carry`,
    why: "requests are answered with 503; annotations on the Service are not looked at",
    todo: `add alb.ingress.kubernetes.io/actions.${detail(p, "action")} to the Ingress`,
  }),
  "action-missing-rejected": (p) => ({
    what: `${place(p)} uses the action ${detail(p, "action")}, which the Ingress does not carry`,
    why: wholeGroup,
    todo: `add alb.ingress.kubernetes.io/actions.${detail(p, "action")} to the Ingress`,
  }),
  "backend-service-missing": (p) => ({
    what: `${place(p)} names the Service ${detail(p, "service")}, which does not exist`,
    why: "requests are answered with 503",
    todo: "create the Service, or take the backend out",
  }),
  "conditions-invalid": (p) => ({
    what: `${place(p)} is refused: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "write the conditions as the controller's guide shows them",
  }),
  "conditions-over-quota": (p) => ({
    what: `${place(p)} has ${detail(p, "count")} values`,
    why: "AWS takes five values in the conditions of one rule, and this quota cannot be raised",
    todo: "split the rule, or use wildcards",
  }),
  "target-groups-over-quota": (p) => ({
    what: `${place(p)} leads to ${detail(p, "count")} target groups`,
    why: "AWS takes 100 for one application load balancer, and this quota cannot be raised",
    todo: "spread the paths over several Ingresses that share no group",
  }),
  "listeners-over-quota": (p) => ({
    what: `${place(p)}: the group wants ${detail(p, "count")} listeners`,
    why: "AWS makes 50 listeners for one application load balancer unless the quota is raised",
    todo: "listen on fewer ports",
  }),
  "backend-protocol-unknown": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}"`,
    why: wholeGroup,
    todo: `write one of ${detail(p, "accepted")}`,
  }),
  "health-check-port-unresolved": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}": ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "write traffic-port, a number, or the name of a port of the Service whose targetPort is a number",
  }),
  "listen-ports-invalid": (p) => ({
    what: `${place(p)} cannot be used: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: 'write a JSON list such as [{"HTTP": 80}, {"HTTPS": 443}]',
  }),
  "listen-ports-conflict": (p) => ({
    what: `${place(p)}: members of the group want port ${detail(p, "port")} with different protocols (${detail(p, "members")})`,
    why: wholeGroup,
    todo: "write the same protocol for the port in all members",
  }),
  "ssl-redirect-invalid": (p) => ({
    what: `${place(p)}: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "name one port that the group listens on with HTTPS",
  }),
  "path-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "path")}": ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "use pathType ImplementationSpecific for wildcards",
  }),
  "backend-shadowed": (p) => ({
    what: `${place(p)}: no listener rule leads to ${detail(p, "service")}:${detail(p, "port")}, because an earlier redirect takes its requests`,
    why: "its targets stay unused and the readiness gate of its Pods never becomes true",
    todo: "put the backend before the redirect, or remove it",
  }),
  "annotation-overridden-by-service": (p) => ({
    what: `${place(p)} is "${detail(p, "used")}" and replaces "${detail(p, "hidden")}" of ${detail(p, "ingress")} as a whole`,
    why: "the controller merges whole annotations, not the keys inside them",
    todo: "write all keys in one of the two places",
  }),
  "annotation-overridden-by-params": (p) => ({
    what: `${place(p)} is "${detail(p, "hidden")}", but the IngressClassParams ${detail(p, "params")} say ${detail(p, "used")}`,
    why: "parameters of the class win",
    todo: "remove the annotation, or use another class",
  }),
};
