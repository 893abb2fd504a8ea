import type { Amount } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";

/** Object names may be long, and `kubectl describe` shows this on one line. */
const longestWhy = 300;

/** The annotation `outlive.dev/why`: `sleep 40 s: deregistration delay 35 s of Ingress web/shop`. */
export const printWhy = (set: Amount, because: Amount | undefined): string =>
  `${set.name === "preStop" ? "sleep" : "grace period"} ${set.value} s: ${because === undefined ? origin(set) : reason(because)}`.slice(
    0,
    longestWhy,
  );

const reason = (amount: Amount): string => `${wordFor(amount)} ${amount.value} s ${origin(amount)}`;

function wordFor({ name }: Amount): string {
  switch (name) {
    case "preStop":
      return "sleep";
    case "gracePeriod":
      return "grace period";
    case "deregistrationDelay":
      return "deregistration delay";
    case "nextDeregistrationDelay":
      return "announced deregistration delay";
    case "propagation":
      return "propagation";
    default:
      return name;
  }
}

function origin({ source }: Amount): string {
  switch (source.from) {
    case "object":
      return source.field.startsWith("outlive.dev/")
        ? `${source.field} of ${printRef(source.object)}`
        : `of ${printRef(source.object)}`;
    case "default":
      return "by default";
    case "assumed":
      return "as assumed";
    case "aws":
      // Without the age: a template that carries this must not change every time it is applied.
      return "as AWS reports";
    case "setting":
      return `by setting ${source.name}`;
  }
}
