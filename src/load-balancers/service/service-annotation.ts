import { type FoundAnnotation, findAnnotation, servicePrefix } from "#load-balancers/attributes/annotations.ts";
import type { Service } from "#model/load-balancers/routing.ts";

/** The annotation `service.beta.kubernetes.io/aws-load-balancer-<suffix>`; an empty value is a value. */
export const serviceAnnotation = ({ meta }: Service, suffix: string): FoundAnnotation | undefined =>
  findAnnotation(meta.annotations, [servicePrefix], `aws-load-balancer-${suffix}`);
