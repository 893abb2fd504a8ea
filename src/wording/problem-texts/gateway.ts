import type { GatewayProblemId } from "#model/problems/gateway.ts";
import { detail, place, type SayProblem } from "./say-problem.ts";

const wholeGateway = "the controller stops reconciling the Gateway with all of its routes, and AWS keeps the old state";
const withoutBackend = "the controller goes on without it: where no other backend is left, requests get a fixed 500";

export const gatewayProblemTexts: Readonly<Record<GatewayProblemId, SayProblem>> = {
  "gateway-class-missing": (p) => ({
    what: `${place(p)} names the GatewayClass ${detail(p, "class")}, which is not known`,
    why: "whether an AWS load balancer follows from the Gateway cannot be told, and it is taken that none does",
    todo: "create the class, or give its manifest, too",
  }),
  "gateway-class-parameters-namespace-missing": (p) => ({
    what: `${place(p)} is missing: parametersRef names ${detail(p, "name")} only`,
    why: "the controller does not accept the class, and acts on none of its Gateways",
    todo: "say the namespace of the LoadBalancerConfiguration",
  }),
  "gateway-configuration-missing": (p) => ({
    what: `${place(p)} names the LoadBalancerConfiguration ${detail(p, "name")}, which does not exist`,
    why: wholeGateway,
    todo: "create it, or take the reference away",
  }),
  "gateway-default-configuration-missing": (p) => ({
    what: `${place(p)} names the TargetGroupConfiguration ${detail(p, "name")}, which does not exist`,
    why: wholeGateway,
    todo: "create it in the namespace of the LoadBalancerConfiguration, or take the reference away",
  }),
  "gateway-default-configuration-has-target": (p) => ({
    what: `${place(p)} names the TargetGroupConfiguration ${detail(p, "name")}, which has a targetReference`,
    why: `a default must have none; ${wholeGateway}, without an event: only its log says so`,
    todo: "take spec.targetReference out, or name another TargetGroupConfiguration",
  }),
  "gateway-dry-run": (p) => ({
    what: `${place(p)} is true`,
    why: "the controller only writes its plan into an annotation, unless the Gateway already has a load balancer",
    todo: "take the annotation away when the plan is right",
  }),
  "gateway-listener-invalid": (p) => ({
    what: `${place(p)}: listener ${detail(p, "listener")} is not valid: ${detail(p, "reason")}`,
    why: "the controller leaves the listener out, and routes that attach to it get no requests from it",
    todo: "mend the listener, or remove it",
  }),
  "gateway-listener-quic-unsupported": (p) => ({
    what: `${place(p)} is true for a listener of protocol ${detail(p, "protocol")}`,
    why: `only UDP and TCP_UDP can become QUIC; ${wholeGateway}`,
    todo: "take quicEnabled away",
  }),
  "listener-set-not-allowed": (p) => ({
    what: `${place(p)}: Gateway ${detail(p, "gateway")} does not let ListenerSets of this namespace attach`,
    why: "its listeners do not exist, and its routes get no requests",
    todo: "allow the namespace in spec.allowedListeners of the Gateway, which by default allows none",
  }),
  "gateway-route-not-attached": (p) => ({
    what: `${place(p)} does not attach to ${detail(p, "parent")}: ${detail(p, "reason")}`,
    why: "no target group follows from this parent",
    todo: "change the route or the listener so that both want each other",
  }),
  "gateway-route-shadowed": (p) => ({
    what: `${place(p)}: port ${detail(p, "port")} already serves ${detail(p, "winner")}`,
    why: "a TCP, UDP or TLS listener serves one route, the oldest; the others are accepted and get nothing",
    todo: "use a listener of its own",
  }),
  "gateway-rule-configuration-duplicate": (p) => ({
    what: `${place(p)} name ${detail(p, "count")} ListenerRuleConfigurations`,
    why: "one is the most; the rule is built without backends and answers 500",
    todo: "leave one of them",
  }),
  "gateway-backend-kind-unsupported": (p) => ({
    what: `${place(p)} is ${detail(p, "kind")}`,
    why: `the controller knows Service, TargetGroupName and Gateway; ${withoutBackend}`,
    todo: "name a Service",
  }),
  "gateway-backend-port-missing": (p) => ({
    what: `${place(p)} is missing for ${detail(p, "backend")}`,
    why: withoutBackend,
    todo: "say the port number",
  }),
  "gateway-backend-ref-not-permitted": (p) => ({
    what: `${place(p)} names ${detail(p, "backend")} without a ReferenceGrant`,
    why: withoutBackend,
    todo: `create a ReferenceGrant in namespace ${detail(p, "namespace")} from the route's kind and namespace`,
  }),
  "gateway-backend-service-missing": (p) => ({
    what: `${place(p)} names the Service ${detail(p, "service")}, which does not exist`,
    why: withoutBackend,
    todo: "create the Service, or take the backend away",
  }),
  "gateway-backend-service-port-missing": (p) => ({
    what: `${place(p)} is ${detail(p, "port")}, which the Service ${detail(p, "service")} has not`,
    why: withoutBackend,
    todo: "name a port number that the Service has",
  }),
  "gateway-weight-too-large": (p) => ({
    what: `${place(p)} is ${detail(p, "weight")}`,
    why: `AWS takes weights up to 999; ${wholeGateway}`,
    todo: "scale the weights of the rule down",
  }),
  "gateway-weights-all-zero": (p) => ({
    what: `${place(p)}: every weight is 0 (${detail(p, "backends")})`,
    why: "the target groups exist, but no listener uses them: a Pod that waits for its readiness gate never becomes ready",
    todo: "give one backend a weight above 0",
  }),
  "gateway-protocol-unsupported": (p) => ({
    what: `${place(p)} is ${detail(p, "value")}`,
    why: `this kind of load balancer accepts ${detail(p, "accepted")}; ${wholeGateway}`,
    todo: `write one of ${detail(p, "accepted")}`,
  }),
  "gateway-target-control-port-unsupported": (p) => ({
    what: `${place(p)} cannot be used for this target group: ${detail(p, "reason")}`,
    why: wholeGateway,
    todo: "take it away, or use ip targets with HTTP or HTTPS",
  }),
  "gateway-health-check-port-unresolved": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}": ${detail(p, "reason")}`,
    why: wholeGateway,
    todo: "write traffic-port or a port number",
  }),
  "gateway-configuration-ambiguous": (p) => ({
    what: `${place(p)}: several TargetGroupConfigurations are for the Service ${detail(p, "service")}`,
    why: `the controller takes one, in no defined order; ${detail(p, "used")} is taken here, and ${detail(p, "others")} not`,
    todo: "leave one for the Service, with routeConfigurations for what differs",
  }),
  "gateway-annotation-ignored": (p) => ({
    what: `${place(p)} is not read for a Gateway`,
    why: "target groups of Gateways are set by TargetGroupConfigurations only; without one the AWS default of 300 s is in force",
    todo: "write the attributes into a TargetGroupConfiguration for the Service",
  }),
  "gateway-reconcile-blocked": (p) => ({
    what: `${place(p)}: ${detail(p, "because")} stops the Gateway ${detail(p, "gateway")}`,
    why: wholeGateway,
    todo: `mend ${detail(p, "because")}`,
  }),
};
