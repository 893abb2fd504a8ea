import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { externalName } from "#load-balancers/attributes/external-name.ts";
import { servicePort } from "#load-balancers/attributes/service-port.ts";
import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import { type Problem, type ProblemId, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { refId } from "#model/kubernetes/refs.ts";
import type { TargetGroupBinding } from "#model/load-balancers/routing.ts";
import { stackOf } from "./binding-origin.ts";

/** A readiness gate is named after its binding; the name part of a condition type has at most 63 characters (Kubernetes 1.36). */
export const longestBindingName = 63;

export function bindingProblems(binding: TargetGroupBinding, view: ClusterView): readonly Problem[] {
  const { meta, service, targetType } = binding;
  const said = (id: ProblemId, field: string, details: Readonly<Record<string, string>>): Problem[] => [
    problem(id, refOf(meta), field, details),
  ];
  const found = view.get("Service", meta.namespace, service.name);
  const named = { service: service.name, port: String(service.port) };
  return [
    ...(found === undefined ? said("binding-service-missing", "spec.serviceRef.name", named) : []),
    ...(found === undefined ? [] : externalName(found, refOf(meta), "spec.serviceRef.name")),
    ...(found !== undefined && servicePort(found, service.port) === undefined
      ? said("binding-port-missing", "spec.serviceRef.port", named)
      : []),
    ...(targetType === undefined ? said("binding-target-type-missing", "spec.targetType", { binding: meta.name }) : []),
    ...(targetType !== undefined && targetType !== "ip" && targetType !== "instance"
      ? said("target-type-unknown", "spec.targetType", { value: targetType })
      : []),
    ...(targetType === "ip" && binding.hasNodeSelector
      ? said("binding-node-selector-with-ip", "spec.nodeSelector", { binding: meta.name })
      : []),
    ...(binding.targetGroupArn === undefined && binding.targetGroupName === undefined && stackOf(binding) === undefined
      ? said("binding-target-group-missing", "spec.targetGroupARN", { binding: meta.name })
      : []),
    ...(targetType === "ip" && meta.name.length > longestBindingName
      ? said("binding-name-too-long", "metadata.name", { length: String(meta.name.length) })
      : []),
  ];
}

/** Its own, and what its origin says about it. */
export function problemsOfBinding(binding: TargetGroupBinding, { view, problemsInFront }: RouteContext): readonly Problem[] {
  const service = view.get("Service", binding.meta.namespace, binding.service.name);
  const ofTargetGroup = service && problemsInFront(service).get(refId(refOf(binding.meta)));
  return [...bindingProblems(binding, view), ...(ofTargetGroup ?? [])];
}
