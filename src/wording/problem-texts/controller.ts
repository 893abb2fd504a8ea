import { printRef } from "#model/kubernetes/refs.ts";
import type { ControllerProblemId } from "#model/problems/controller.ts";
import { detail, type SayProblem } from "./say-problem.ts";

export const controllerProblemTexts: Readonly<Record<ControllerProblemId, SayProblem>> = {
  "controllers-several": ({ object, details }) => ({
    what: `${printRef(object)} is one of several AWS Load Balancer Controllers; the others are ${details["others"] ?? ""}`,
    why:
      details["differing"] === ""
        ? "two controllers that act on the same objects undo each other's work"
        : `they differ in ${details["differing"] ?? ""}, so Outlive uses its configuration or the defaults there`,
    todo: "keep one controller, or set the flags that differ under controller in Outlive's configuration",
  }),
  "controller-flag-differs": (p) => ({
    what: `${printRef(p.object)} runs with ${p.field} ${detail(p, "running")}; setting controller.${detail(p, "setting")} is ${detail(p, "configured")}`,
    why: "the setting wins, so Outlive may see other load balancers than the controller builds",
    todo: "remove the setting so that Outlive reads the Deployment, or correct it",
  }),
  "controller-flag-refused": (p) => ({
    what: `${printRef(p.object)} has the argument ${p.field} ${detail(p, "value")}, which the controller does not accept`,
    why: "the controller ends instead of starting, and nothing is registered or deregistered",
    todo: "correct the argument, with the name of a feature gate as docs/controller.md gives it",
  }),
  "controller-version-unproven": (p) => ({
    what: `${printRef(p.object)} runs ${detail(p, "version")}; Outlive's facts about the controller were proven on ${detail(p, "proven")}`,
    why: "another version may build target groups, delays or readiness gates differently",
    todo: "compare docs/controller.md with the release notes of that version",
  }),
  "controller-single-replica": (p) => ({
    what: `${printRef(p.object)} has one replica`,
    why: "while it is replaced, no target is deregistered, so the load balancer keeps sending requests to Pods that end",
    todo: "run two replicas, of which the second takes over after about 17 s",
  }),
  "controller-budget-missing": (p) => ({
    what: `no PodDisruptionBudget selects the Pods of ${printRef(p.object)}`,
    why: "a drain may evict all replicas at once, and nothing is deregistered until one runs again",
    todo: "set podDisruptionBudget.maxUnavailable of its Helm chart to 1",
  }),
  "controller-leader-election-off": (p) => ({
    what: `${printRef(p.object)} has ${detail(p, "replicas")} replicas and --enable-leader-election=false`,
    why: "all of them write to AWS at the same time and share no limit on API calls",
    todo: "remove the argument, or run one replica",
  }),
  "controller-gates-optional": (p) => ({
    what: `${printRef(p.object)} has failurePolicy Ignore for ${detail(p, "webhook")}; ${detail(p, "namespaces")} rely on its readiness gates`,
    why: "a Pod that is created while the controller cannot be reached gets no gate and counts as ready too early",
    todo: "let Outlive inject the gates (injectReadinessGates, mode enforce), or set failurePolicy Fail",
  }),
  "controller-gates-off": (p) => ({
    what: `${printRef(p.object)} has --enable-pod-readiness-gate-inject=false; ${detail(p, "namespaces")} are labelled for its readiness gates`,
    why: "Pods there get no gate, so a roll-out continues before the load balancer sends requests to new Pods",
    todo: "remove the argument, or let Outlive inject the gates (injectReadinessGates, mode enforce)",
  }),
};
