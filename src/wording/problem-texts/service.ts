import { printRef } from "#model/kubernetes/refs.ts";
import type { ServiceProblemId } from "#model/problems/service.ts";
import { detail, place, type SayProblem } from "./say-problem.ts";

const noLoadBalancer = "the controller stops reconciling the Service, and AWS keeps the last state";

export const serviceProblemTexts: Readonly<Record<ServiceProblemId, SayProblem>> = {
  "service-in-tree": (p) => ({
    what: `${printRef(p.object)} belongs to the in-tree controller of the cluster (${detail(p, "evidence")})${detail(p, "ignored") === "" ? "" : `, which ignores ${detail(p, "ignored")}`}`,
    why: "its targets are nodes, not Pods: no deregistration delay applies to a Pod, and its readiness gates are never set",
    todo: "to make Pods the targets, create a new Service with spec.loadBalancerClass service.k8s.aws/nlb and nlb-target-type ip",
  }),
  "service-type-unknown": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", which no controller knows`,
    why: "it is ignored: spec.loadBalancerClass or the default decides who makes which load balancer",
    todo: `remove it, or write one of ${detail(p, "accepted")}`,
  }),
  "service-selects-at-run-time": (p) => ({
    what: `${place(p)} selects Pods once ${detail(p, "labels")} is set, which no template sets`,
    why: "whatever sets it puts the Pod behind the load balancer, so its Pods are sized as if they were selected",
    todo: "correct the selector, unless a program or an operator sets the label",
  }),
  "service-selects-nothing": (p) => ({
    what: `${place(p)} matches no workload: ${detail(p, "selector")}`,
    why: "its target groups stay empty, and clients get 503 or no connection",
    todo: "correct the selector, or the labels of the Pod template",
  }),
  "service-unmanaged": (p) => ({
    what: `${place(p)} is external, but loadBalancerClass is not set and the target type is "${detail(p, "targetType")}"`,
    why: "neither the in-tree controller nor the AWS Load Balancer Controller handles it, so it gets no load balancer",
    todo: "set spec.loadBalancerClass to service.k8s.aws/nlb when you create the Service, or set nlb-target-type to ip or instance",
  }),
  "service-target-type-defaults-to-instance": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", which the controller treats as instance`,
    why: "nodes become the targets instead of Pods, and no event says so",
    todo: "write ip or instance, in lower case",
  }),
  "service-cluster-ip-with-instance-targets": (p) => ({
    what: `${place(p)} is ClusterIP, but the target type is "${detail(p, "targetType")}", which needs a node port`,
    why: noLoadBalancer,
    todo: "set nlb-target-type to ip on the Service that owns the load balancer, or use type LoadBalancer or NodePort",
  }),
  "service-cluster-ip-status-rejected": (p) => ({
    what: `${place(p)} is ${detail(p, "type")}, whose status cannot show a load balancer`,
    why: "the target group works, but every reconcile fails with the event FailedUpdateStatus and is retried",
    todo: "use a Service of type LoadBalancer",
  }),
  "service-node-port-unallocated": (p) => ({
    what: `${place(p)} is false, so port ${detail(p, "port")} has no node port, which instance targets need`,
    why: noLoadBalancer,
    todo: "allow node ports to be allocated, or set nlb-target-type to ip on the Service",
  }),
  "service-proxy-protocol-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}"; the controller accepts "*" only`,
    why: noLoadBalancer,
    todo: 'write "*", or list ports in proxy-protocol-per-target-group',
  }),
  "service-proxy-protocol-port-invalid": (p) => ({
    what: `${place(p)} contains "${detail(p, "value")}", which is not a port number`,
    why: noLoadBalancer,
    todo: "write port numbers separated by commas",
  }),
  "service-listeners-over-quota": (p) => ({
    what: `${place(p)} asks for ${detail(p, "count")} listeners`,
    why: "AWS makes 50 for one network load balancer, and this quota cannot be raised",
    todo: "spread the ports over several Services",
  }),
  "service-ports-share-number": (p) => ({
    what: `${place(p)}: ${detail(p, "used")} and ${detail(p, "dropped")} use port ${detail(p, "port")}`,
    why: `the controller creates a target group for ${detail(p, "used")} only and does not report the other`,
    todo: "set enable-tcp-udp-listener to true on the Service, or use two port numbers",
  }),
  "service-ports-cannot-merge": (p) => ({
    what: `${place(p)}: the ports with number ${detail(p, "port")} cannot share a listener: ${detail(p, "reason")}`,
    why: noLoadBalancer,
    todo: "keep one TCP and one UDP port with this number",
  }),
  "service-tls-port-unused": (p) => ({
    what: `${place(p)} lists ${detail(p, "ports")}, but the Service has no such port`,
    why: noLoadBalancer,
    todo: "list ports of the Service by name or number",
  }),
  "service-quic-unsupported": (p) => ({
    what: `${place(p)} lists port ${detail(p, "port")} (${detail(p, "protocol")}), but QUIC requires UDP or TCP_UDP`,
    why: noLoadBalancer,
    todo: "list UDP ports only",
  }),
  "service-action-invalid": (p) => ({
    what: `${place(p)} is invalid: ${detail(p, "reason")}`,
    why: noLoadBalancer,
    todo: "write a forward action with forwardConfig.targetGroups, each with serviceName, servicePort and weight",
  }),
  "service-action-unused": (p) => ({
    what: `${place(p)} matches no listener of the Service (${detail(p, "listeners")})`,
    why: "the controller ignores the annotation",
    todo: "name the annotation after the protocol of the listener, in capital letters, and its port",
  }),
};
