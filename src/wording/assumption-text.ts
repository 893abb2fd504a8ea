import { printRef } from "#model/kubernetes/refs.ts";
import type { Assumption } from "#model/reports/assumption.ts";
import { printable } from "./printable.ts";

export const assumptionText = (assumption: Assumption): string => printable(textOf(assumption));

function textOf(assumption: Assumption): string {
  switch (assumption.what) {
    case "ingress-class":
      return `IngressClass ${assumption.className} of ${printRef(assumption.ingress)} is not in the files; assumed to be the AWS Load Balancer Controller's, without parameters`;
    case "load-balancer-class": {
      const [first, ...others] = assumption.services;
      const named = first === undefined ? "" : printRef(first);
      const more = others.length === 0 ? "" : ` and ${others.length} more`;
      return `${named}${more}: no spec.loadBalancerClass; assumed that the AWS Load Balancer Controller's webhook sets ${assumption.className} (controller.serviceMutatorWebhook)`;
    }
  }
}
