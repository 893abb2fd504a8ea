/** Target groups that Kubernetes objects do not describe: only their bindings are known. */
import { nextDelay, ownDuration } from "#load-balancers/attributes/next-delay.ts";
import { assumedDelay } from "#load-balancers/attributes/target-group-attributes.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Service, TargetGroupBinding } from "#model/load-balancers/routing.ts";
import type { LoadBalancerKind, TargetGroup } from "#model/load-balancers/target-group.ts";
import { keys } from "#model/settings/keys.ts";
import { bindingGroupOf } from "./binding-origin.ts";
import { typeOf } from "./match-bindings.ts";

/** The delay is what `outlive.dev/deregistration-delay` says on the binding, else on the Service, else the AWS default, assumed. */
export function userMadeTargetGroup(binding: TargetGroupBinding, service: Service | undefined): TargetGroup {
  const metas = service === undefined ? [binding.meta] : [binding.meta, service.meta];
  const problems: Problem[] = [];
  const declared = metas.flatMap((meta) => ownDuration(meta, keys.deregistrationDelay, problems) ?? [])[0];
  if (declared === undefined) {
    const targetGroup = binding.targetGroupName ?? binding.targetGroupArn ?? binding.meta.name;
    problems.push(
      problem("binding-delay-assumed", refOf(binding.meta), `metadata.annotations.${keys.deregistrationDelay}`, { targetGroup }),
    );
  }
  const next = nextDelay(metas, problems);
  return { ...undescribed(binding, problems), deregistrationDelay: declared ?? assumedDelay, nextDeregistrationDelay: next };
}

/** One that a controller made for an object that is not there. */
export function orphanedTargetGroup(binding: TargetGroupBinding, origin: string): TargetGroup {
  const note = problem("binding-origin-missing", refOf(binding.meta), "metadata.labels", { origin });
  return undescribed(binding, [note]);
}

const undescribed = (binding: TargetGroupBinding, problems: readonly Problem[]): TargetGroup => ({
  loadBalancer: loadBalancerOf(binding.targetGroupProtocol),
  origin: refOf(binding.meta),
  binding: binding.meta.name,
  arn: binding.targetGroupArn,
  bindingGroup: bindingGroupOf(binding),
  namespace: binding.meta.namespace,
  service: binding.service.name,
  port: binding.service.port,
  targetType: typeOf(binding),
  attributes: {},
  deregistrationDelay: assumedDelay,
  delaySetting: { object: refOf(binding.meta), field: keys.deregistrationDelay, form: "duration", attributes: {} },
  nextDeregistrationDelay: undefined,
  healthCheck: undefined,
  idleTimeout: undefined,
  usedByListener: true,
  problems,
});

/** The protocol of a target group tells which kind of load balancer can use it (ELBv2 API: `CreateTargetGroup`). */
function loadBalancerOf(protocol: string | undefined): LoadBalancerKind {
  if (protocol === "HTTP" || protocol === "HTTPS") return "alb";
  return protocol === undefined || protocol === "GENEVE" ? "unknown" : "nlb";
}
