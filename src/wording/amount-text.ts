import type { Amount, AmountName } from "#model/findings/finding.ts";
import { printSource } from "#model/findings/sourced.ts";

/** The name that each amount has in sentences. */
export const amountNames: Readonly<Record<AmountName, string>> = {
  preStop: "preStop sleep",
  gracePeriod: "grace period",
  shutdown: "shutdown time",
  deregistrationDelay: "deregistration delay",
  nextDeregistrationDelay: "next deregistration delay",
  propagation: "propagation time",
  requestTimeout: "request timeout",
  keepAlive: "keep-alive timeout",
  idleTimeout: "idle timeout",
  nodeShutdown: "node shutdown budget",
  scaleDownDelay: "scale-down delay",
  abortScaleDownDelay: "scale-down delay after an abort",
  ceiling: "ceiling",
};

/** `deregistration delay 35 s (Ingress web/shop alb.ingress…)`. */
export const printAmount = ({ name, value, source, atLeast }: Amount): string =>
  `${amountNames[name]}${atLeast === true ? " of at least" : ""} ${value} s (${printSource(source)})`;

/** `the deregistration delay is 35 s (Ingress web/shop alb.ingress…)`. */
export const amountClause = ({ name, value, source }: Amount): string =>
  `the ${amountNames[name]} is ${value} s (${printSource(source)})`;
