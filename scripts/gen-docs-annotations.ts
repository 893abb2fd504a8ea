import { keyPlaces } from "#model/settings/key-places.ts";
import { keys } from "#model/settings/keys.ts";
import { code, table } from "./gen-docs-markdown.ts";

interface Described {
  readonly form: string;
  readonly effect: string;
  readonly example: string;
}

const duration = "whole seconds, or a Go duration";

const described: Readonly<Record<keyof typeof keys, Described>> = {
  mode: {
    form: "`enforce`, `warn`, `audit`, `off`",
    effect: "puts the namespace in scope and says what is done there; see [modes](modes.md)",
    example: "enforce",
  },
  policy: {
    form: "name of a built-in policy or of one in the configuration file",
    effect: "what Pods are judged by; see [policies](policies.md)",
    example: "target-outlives-pod",
  },
  preStop: {
    form: duration,
    effect: "the Pods sleep at least this long, also where no target group asks for a sleep",
    example: "60",
  },
  gracePeriod: {
    form: duration,
    effect: "the grace period is at least this",
    example: "2m",
  },
  shutdown: {
    form: duration,
    effect: "A: what the application needs after SIGTERM, in place of the policy's parameter `shutdown`",
    example: "30s",
  },
  requestTimeout: {
    form: duration,
    effect: "R: how long a request may take. Without it the rules about R are not judged",
    example: "90",
  },
  keepAlive: {
    form: duration,
    effect: "K: how long the application keeps an idle connection. Without it the rule about K is not judged",
    example: "75s",
  },
  containers: {
    form: "names of regular containers, separated by commas",
    effect: "only these are given a sleep and are judged; all regular containers without it",
    example: "app,proxy",
  },
  skip: {
    form: "a reason, in words",
    effect: "nothing is set or judged; the reason is listed by `outlive audit` and `outlive check`",
    example: "takes no traffic, drained by hand",
  },
  deregistrationDelay: {
    form: duration,
    effect: "D, where nothing in Kubernetes says it; in place of the AWS default",
    example: "30",
  },
  nextDeregistrationDelay: {
    form: duration,
    effect: "Pods created from now on are sized for the larger of this and the delay in force: the way to raise a delay",
    example: "300",
  },
  injected: {
    form: "JSON, written by Outlive",
    effect: "the values that were set. Do not write it yourself; removing it changes nothing on a Pod",
    example: '{"version":1,"preStop":{"app":40},"gracePeriod":50,"was":30}',
  },
  why: {
    form: "text, written by Outlive",
    effect: "why these values were set, for `kubectl describe`. Nothing reads it",
    example: "sleep 40 s: deregistration delay 35 s of Ingress web/shop",
  },
};

export const annotationTable = (): string =>
  table(
    ["key", "where", "form", "effect", "example"],
    (Object.entries(described) as [keyof typeof keys, Described][]).map(([name, { form, effect, example }]) => [
      code(keys[name]),
      keyPlaces[name].where,
      form,
      effect,
      code(example),
    ]),
  );
