import { printRef } from "#model/kubernetes/refs.ts";
import type { Assumption } from "#model/reports/assumption.ts";
import { printable } from "./printable.ts";

export const assumptionText = ({ className, ingress }: Assumption): string =>
  printable(
    `IngressClass ${className} of ${printRef(ingress)} is not in the files; assumed to be the AWS Load Balancer Controller's, without parameters`,
  );
