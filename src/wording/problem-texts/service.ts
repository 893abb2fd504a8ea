import { printRef } from "#model/kubernetes/refs.ts";
import type { ServiceProblemId } from "#model/problems/service.ts";
import { detail, place, type SayProblem } from "./say-problem.ts";

const noLoadBalancer = "the controller builds nothing from the Service, and what AWS already has stays as it is";

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
    todo: "nothing if a program or an operator sets the label; otherwise correct the selector",
  }),
  "service-selects-nothing": (p) => ({
    what: `${place(p)} matches no workload: ${detail(p, "selector")}`,
    why: "its target groups stay empty, and clients get 503 or no connection",
    todo: "correct the selector, or the labels of the Pod template",
  }),
  "service-unmanaged": (p) => ({
    what: `${place(p)} is external, with no class and the target type "${detail(p, "targetType")}"`,
    why: "the in-tree controller leaves it alone and the AWS Load Balancer Controller does not take it, so there is no load balancer",
    todo: "set spec.loadBalancerClass to service.k8s.aws/nlb, which must be done when the Service is created, or write ip or instance as nlb-target-type",
  }),
  "service-target-type-defaults-to-instance": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}", which the controller takes for instance`,
    why: "nodes become the targets in place of Pods, without an event that says so",
    todo: "write ip or instance, in lower case",
  }),
  "service-cluster-ip-with-instance-targets": (p) => ({
    what: `${place(p)} is ClusterIP with the target type "${detail(p, "targetType")}"`,
    why: `instance targets need a node port, which such a Service has not; ${noLoadBalancer}`,
    todo: "annotate the Service that owns the load balancer with nlb-target-type ip, or make this one a LoadBalancer or NodePort",
  }),
  "service-cluster-ip-status-rejected": (p) => ({
    what: `${place(p)} is ${detail(p, "type")}, which cannot show a load balancer in its status`,
    why: "the target group works, but every reconcile ends with an event FailedUpdateStatus and is tried again",
    todo: "make it a Service of type LoadBalancer",
  }),
  "service-node-port-unallocated": (p) => ({
    what: `${place(p)} is false, and port ${detail(p, "port")} has no node port`,
    why: `instance targets are reached by their node port; ${noLoadBalancer}`,
    todo: "let node ports be allocated, or annotate the Service with nlb-target-type ip",
  }),
  "service-proxy-protocol-invalid": (p) => ({
    what: `${place(p)} is "${detail(p, "value")}"`,
    why: `the controller accepts only an asterisk; ${noLoadBalancer}`,
    todo: 'write "*", or name ports in proxy-protocol-per-target-group',
  }),
  "service-proxy-protocol-port-invalid": (p) => ({
    what: `${place(p)} names "${detail(p, "value")}", which is no port number`,
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
    why: `the controller makes one target group for a port number, of protocol ${detail(p, "used")}, and says nothing of the other`,
    todo: "annotate the Service with enable-tcp-udp-listener true, or use two numbers",
  }),
  "service-ports-cannot-merge": (p) => ({
    what: `${place(p)}: the ports with number ${detail(p, "port")} cannot be one listener: ${detail(p, "reason")}`,
    why: noLoadBalancer,
    todo: "leave one TCP and one UDP port with this number",
  }),
  "service-tls-port-unused": (p) => ({
    what: `${place(p)} names ${detail(p, "ports")}, which the Service has not`,
    why: noLoadBalancer,
    todo: "name ports of the Service by their name or number",
  }),
  "service-quic-unsupported": (p) => ({
    what: `${place(p)} names port ${detail(p, "port")}, which listens for ${detail(p, "protocol")}`,
    why: `only UDP and TCP_UDP can become QUIC; ${noLoadBalancer}`,
    todo: "name UDP ports only",
  }),
  "service-action-invalid": (p) => ({
    what: `${place(p)} is refused: ${detail(p, "reason")}`,
    why: noLoadBalancer,
    todo: "write a forward action with forwardConfig.targetGroups, each with serviceName, servicePort and weight",
  }),
  "service-action-unused": (p) => ({
    what: `${place(p)} belongs to no listener`,
    why: `the Service listens on ${detail(p, "listeners")}; the annotation is never read`,
    todo: "name the annotation after the listener's protocol, in capital letters, and its port",
  }),
};
