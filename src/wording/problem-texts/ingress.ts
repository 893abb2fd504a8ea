import type { IngressProblemId } from "#model/problems/ingress.ts";
import { detail, place, type SayProblem, wholeGroup } from "./say-problem.ts";

const ignored = "the controller ignores this Ingress, so it gets no load balancer";

export const ingressProblemTexts: Readonly<Record<IngressProblemId, SayProblem>> = {
  "ingress-class-missing": (p) => ({
    what: `${place(p)} refers to IngressClass ${detail(p, "class")}, which does not exist`,
    why: ignored,
    todo: "create the IngressClass, or use one that exists",
  }),
  "ingress-class-annotation-differs": (p) => ({
    what: `${place(p)} is "${detail(p, "annotation")}", but spec.ingressClassName is "${detail(p, "class")}"`,
    why: "the API server rejects a new Ingress with two classes, and on an existing one the annotation wins",
    todo: "remove the annotation",
  }),
  "ingress-class-default-ambiguous": (p) => ({
    what: `${place(p)} is not set, and the cluster has several default IngressClasses: ${detail(p, "classes")}`,
    why: "the controller cannot load any IngressGroup while an Ingress without a class exists",
    todo: "keep ingressclass.kubernetes.io/is-default-class on one IngressClass, or set the class of the Ingress",
  }),
  "ingress-class-parameters-unsupported": (p) => ({
    what: `${place(p)}: the parameters of IngressClass ${detail(p, "class")} are ${detail(p, "parameters")}, which the controller does not support`,
    why: ignored,
    todo: "set spec.parameters of the IngressClass to an IngressClassParams, with its apiGroup",
  }),
  "ingress-class-params-missing": (p) => ({
    what: `${place(p)}: IngressClass ${detail(p, "class")} refers to IngressClassParams ${detail(p, "params")}, which do not exist`,
    why: ignored,
    todo: "create the IngressClassParams, or remove spec.parameters from the IngressClass",
  }),
  "ingress-class-params-namespace-mismatch": (p) => ({
    what: `${place(p)}: the namespaceSelector of IngressClassParams ${detail(p, "params")} does not match namespace ${detail(p, "namespace")}`,
    why: ignored,
    todo: "add the labels that the selector requires to the namespace, or use another class",
  }),
  "ingress-class-annotation-bypasses-params": (p) => ({
    what: `${place(p)} bypasses IngressClassParams ${detail(p, "params")} of IngressClass ${detail(p, "class")}`,
    why: "the target type, group and load balancer attributes of the class have no effect on this Ingress",
    todo: "remove the annotation and keep spec.ingressClassName",
  }),
  "annotation-unsupported-by-auto-mode": (p) => ({
    what: `${place(p)} is not supported by EKS Auto Mode`,
    why: "it has no effect",
    todo: "set it in IngressClassParams of eks.amazonaws.com, or remove it",
  }),
  "group-name-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "name")}", not a valid group name: ${detail(p, "reason")}`,
    why: "the Ingress belongs to no IngressGroup and gets no load balancer",
    todo: "use at most 63 lower-case letters, digits, - and ., with a letter or digit at both ends",
  }),
  "group-order-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", not an integer from -1000 to 1000`,
    why: `${wholeGroup}, without any event`,
    todo: "use an integer from -1000 to 1000",
  }),
  "group-reconcile-blocked": (p) => ({
    what: `${place(p)} is in IngressGroup ${detail(p, "group")}, which ${detail(p, "member")} blocks (${detail(p, "because")})`,
    why: "no change to any Ingress of the group reaches AWS",
    todo: `fix ${detail(p, "member")} first`,
  }),
  "load-balancer-attributes-conflict": (p) => ({
    what: `${place(p)}: members of the IngressGroup set different values for ${detail(p, "key")}: ${detail(p, "values")} (${detail(p, "members")})`,
    why: wholeGroup,
    todo: "use the same value in all members, or set it in the IngressClassParams of the first member",
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
    what: `${place(p)} is set by more than one member of the IngressGroup: ${detail(p, "members")}`,
    why: wholeGroup,
    todo: "keep spec.defaultBackend in one of them",
  }),
  "backend-resource-unsupported": (p) => ({
    what: `${place(p)} is not a Service`,
    why: "the controller supports Services only, and its admission webhook fails on such an Ingress",
    todo: "use a Service as the backend",
  }),
  "action-unparsable": (p) => ({
    what: `${place(p)} cannot be parsed: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "write the action as JSON, with numbers and strings as in the controller's guide",
  }),
  "action-invalid": (p) => ({
    what: `${place(p)} is invalid: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "complete the action as in the controller's guide",
  }),
  "action-missing": (p) => ({
    what: `${place(p)} uses action ${detail(p, "action")}, but the Ingress does not define it`,
    why: "the load balancer responds with 503, because the controller does not read actions from a Service",
    todo: `add alb.ingress.kubernetes.io/actions.${detail(p, "action")} to the Ingress`,
  }),
  "action-missing-rejected": (p) => ({
    what: `${place(p)} uses action ${detail(p, "action")}, but the Ingress does not define it`,
    why: wholeGroup,
    todo: `add alb.ingress.kubernetes.io/actions.${detail(p, "action")} to the Ingress`,
  }),
  "backend-service-missing": (p) => ({
    what: `${place(p)} refers to Service ${detail(p, "service")}, which does not exist`,
    why: "the load balancer responds with 503",
    todo: "create the Service, or remove the backend",
  }),
  "conditions-invalid": (p) => ({
    what: `${place(p)} is invalid: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "write the conditions as in the controller's guide",
  }),
  "conditions-over-quota": (p) => ({
    what: `${place(p)} has ${detail(p, "count")} values`,
    why: "AWS takes five values in the conditions of one rule",
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
    what: `${place(p)} is "${detail(p, "value")}", not a supported protocol`,
    why: wholeGroup,
    todo: `use one of ${detail(p, "accepted")}`,
  }),
  "health-check-port-unresolved": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", which resolves to no port: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "use traffic-port, a number, or the name of a Service port whose targetPort is a number",
  }),
  "listen-ports-invalid": (p) => ({
    what: `${place(p)} is invalid: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: 'write a JSON list such as [{"HTTP": 80}, {"HTTPS": 443}]',
  }),
  "listen-ports-conflict": (p) => ({
    what: `${place(p)}: members of the IngressGroup use port ${detail(p, "port")} with different protocols (${detail(p, "members")})`,
    why: wholeGroup,
    todo: "use the same protocol for the port in all members",
  }),
  "ssl-redirect-invalid": (p) => ({
    what: `${place(p)} is invalid: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "use a port on which the IngressGroup listens with HTTPS",
  }),
  "path-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "path")}", which is invalid: ${detail(p, "reason")}`,
    why: wholeGroup,
    todo: "use pathType ImplementationSpecific for wildcards",
  }),
  "backend-shadowed": (p) => ({
    what: `${place(p)}: no request reaches ${detail(p, "service")}:${detail(p, "port")}, because an earlier redirect matches first`,
    why: "its targets stay unused, so the readiness gate of its Pods never becomes true",
    todo: "move the backend before the redirect, or remove it",
  }),
  "annotation-overridden-by-service": (p) => ({
    what: `${place(p)} is "${detail(p, "used")}" and replaces "${detail(p, "hidden")}" on ${detail(p, "ingress")}`,
    why: "the controller takes the Service's annotation as a whole and does not merge the keys inside it",
    todo: "write all keys in one of the two places",
  }),
  "annotation-overridden-by-params": (p) => ({
    what: `${place(p)} is "${detail(p, "hidden")}", but IngressClassParams ${detail(p, "params")} set ${detail(p, "used")}`,
    why: "IngressClassParams take precedence over annotations",
    todo: "remove the annotation, or use another class",
  }),
};
