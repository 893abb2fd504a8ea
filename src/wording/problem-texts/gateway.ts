import type { GatewayProblemId } from "#model/problems/gateway.ts";
import { detail, place, type SayProblem } from "./say-problem.ts";

const wholeGateway = "the controller stops reconciling the Gateway and all its routes, and AWS keeps the last state";
const withoutBackend = "the controller skips this backend, and a rule without any other backend responds with 500";

export const gatewayProblemTexts: Readonly<Record<GatewayProblemId, SayProblem>> = {
  "gateway-class-missing": (p) => ({
    what: `${place(p)} refers to GatewayClass ${detail(p, "class")}, which does not exist`,
    why: "Outlive assumes that the Gateway gets no AWS load balancer",
    todo: "create the GatewayClass, or add its manifest to the input",
  }),
  "gateway-class-parameters-namespace-missing": (p) => ({
    what: `${place(p)} is missing for ${detail(p, "name")}`,
    why: "the controller rejects the GatewayClass and ignores all its Gateways",
    todo: "set the namespace of the LoadBalancerConfiguration",
  }),
  "gateway-configuration-missing": (p) => ({
    what: `${place(p)} refers to LoadBalancerConfiguration ${detail(p, "name")}, which does not exist`,
    why: wholeGateway,
    todo: "create it, or remove the reference",
  }),
  "gateway-default-configuration-missing": (p) => ({
    what: `${place(p)} refers to TargetGroupConfiguration ${detail(p, "name")}, which does not exist`,
    why: wholeGateway,
    todo: "create it in the namespace of the LoadBalancerConfiguration, or remove the reference",
  }),
  "gateway-default-configuration-has-target": (p) => ({
    what: `${place(p)} refers to TargetGroupConfiguration ${detail(p, "name")}, which has a targetReference; a default must not have one`,
    why: `${wholeGateway}, and only its log says so`,
    todo: "remove spec.targetReference, or refer to another TargetGroupConfiguration",
  }),
  "gateway-dry-run": (p) => ({
    what: `${place(p)} is true`,
    why: "the controller only writes its plan into an annotation, unless the Gateway already has a load balancer",
    todo: "remove the annotation once the plan is right",
  }),
  "gateway-listener-invalid": (p) => ({
    what: `${place(p)}: listener ${detail(p, "listener")} is invalid: ${detail(p, "reason")}`,
    why: "the controller skips the listener, so its routes receive no requests through it",
    todo: "fix the listener, or remove it",
  }),
  "gateway-listener-quic-unsupported": (p) => ({
    what: `${place(p)} is true for a ${detail(p, "protocol")} listener, but QUIC requires UDP or TCP_UDP`,
    why: wholeGateway,
    todo: "remove quicEnabled",
  }),
  "listener-set-not-allowed": (p) => ({
    what: `${place(p)}: Gateway ${detail(p, "gateway")} does not allow ListenerSets from this namespace`,
    why: "its listeners are not created, so its routes receive no requests",
    todo: "allow the namespace in spec.allowedListeners of the Gateway, which allows none by default",
  }),
  "gateway-route-not-attached": (p) => ({
    what: `${place(p)} does not attach to ${detail(p, "parent")}: ${detail(p, "reason")}`,
    why: "the route gets no target group from this parent",
    todo: "change the route or the listener so that they match",
  }),
  "gateway-route-shadowed": (p) => ({
    what: `${place(p)}: port ${detail(p, "port")} already serves ${detail(p, "winner")}`,
    why: "a TCP, UDP or TLS listener serves its oldest route only, so this route receives no traffic",
    todo: "use a separate listener",
  }),
  "gateway-rule-configuration-duplicate": (p) => ({
    what: `${place(p)} refer to ${detail(p, "count")} ListenerRuleConfigurations; one is allowed`,
    why: "the controller builds the rule without backends, and it responds with 500",
    todo: "keep one of them",
  }),
  "gateway-backend-kind-unsupported": (p) => ({
    what: `${place(p)} is ${detail(p, "kind")}; the controller supports Service, TargetGroupName and Gateway`,
    why: withoutBackend,
    todo: "use a Service",
  }),
  "gateway-backend-port-missing": (p) => ({
    what: `${place(p)} is missing for ${detail(p, "backend")}`,
    why: withoutBackend,
    todo: "set the port number",
  }),
  "gateway-backend-ref-not-permitted": (p) => ({
    what: `${place(p)} refers to ${detail(p, "backend")} without a ReferenceGrant`,
    why: withoutBackend,
    todo: `create a ReferenceGrant in namespace ${detail(p, "namespace")} for the route's kind and namespace`,
  }),
  "gateway-backend-service-missing": (p) => ({
    what: `${place(p)} refers to Service ${detail(p, "service")}, which does not exist`,
    why: withoutBackend,
    todo: "create the Service, or remove the backend",
  }),
  "gateway-backend-service-port-missing": (p) => ({
    what: `${place(p)} is ${detail(p, "port")}, but Service ${detail(p, "service")} has no such port`,
    why: withoutBackend,
    todo: "use a port number of the Service",
  }),
  "gateway-weight-too-large": (p) => ({
    what: `${place(p)} is ${detail(p, "weight")}; AWS accepts weights up to 999`,
    why: wholeGateway,
    todo: "scale the weights of the rule down",
  }),
  "gateway-weights-all-zero": (p) => ({
    what: `${place(p)}: every weight is 0 (${detail(p, "backends")})`,
    why: "no listener uses the target groups, so Pods that wait for their readiness gate never become ready",
    todo: "give one backend a weight above 0",
  }),
  "gateway-protocol-unsupported": (p) => ({
    what: `${place(p)} is ${detail(p, "value")}, which this kind of load balancer does not support`,
    why: wholeGateway,
    todo: `use one of ${detail(p, "accepted")}`,
  }),
  "gateway-target-control-port-unsupported": (p) => ({
    what: `${place(p)} cannot be used for this target group: ${detail(p, "reason")}`,
    why: wholeGateway,
    todo: "remove it, or use ip targets with HTTP or HTTPS",
  }),
  "gateway-health-check-port-unresolved": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", which resolves to no port: ${detail(p, "reason")}`,
    why: wholeGateway,
    todo: "use traffic-port or a port number",
  }),
  "gateway-configuration-ambiguous": (p) => ({
    what: `${place(p)}: Service ${detail(p, "service")} has several TargetGroupConfigurations. Outlive assumes ${detail(p, "used")}, not ${detail(p, "others")}`,
    why: "the controller uses one of them, in no defined order",
    todo: "keep one for the Service, with routeConfigurations for the differences",
  }),
  "gateway-annotation-ignored": (p) => ({
    what: `${place(p)} has no effect on a Gateway`,
    why: "the controller reads TargetGroupConfigurations only, so without one the AWS default of 300 s applies",
    todo: "set the attributes in a TargetGroupConfiguration for the Service",
  }),
  "gateway-reconcile-blocked": (p) => ({
    what: `${place(p)}: ${detail(p, "because")} blocks Gateway ${detail(p, "gateway")}`,
    why: wholeGateway,
    todo: `fix ${detail(p, "because")} first`,
  }),
};
