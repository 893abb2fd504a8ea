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
    effect: "puts the namespace in scope and sets what Outlive does there; see [modes](modes.md)",
    example: "enforce",
  },
  policy: {
    form: "name of a built-in policy, or of one in the configuration file",
    effect: "the policy for Pods; see [policies](policies.md)",
    example: "target-outlives-pod",
  },
  preStop: {
    form: duration,
    effect: "the Pods sleep at least this long, even if no target group requires it",
    example: "60",
  },
  gracePeriod: {
    form: duration,
    effect: "the grace period is at least this",
    example: "2m",
  },
  shutdown: {
    form: duration,
    effect: "A: what the application needs after SIGTERM; overrides the policy parameter `shutdown`",
    example: "30s",
  },
  requestTimeout: {
    form: duration,
    effect: "R: the longest request. Without it, rules about R are not evaluated",
    example: "90",
  },
  keepAlive: {
    form: duration,
    effect: "K: how long the application keeps an idle connection. Without it, the rule about K is not evaluated",
    example: "75s",
  },
  containers: {
    form: "names of regular containers, separated by commas",
    effect: "only these get a sleep and are evaluated; without it, all regular containers",
    example: "app,proxy",
  },
  skip: {
    form: "a reason, in words",
    effect: "nothing is set or evaluated; `outlive audit` and `outlive check` list the reason",
    example: "takes no traffic, drained by hand",
  },
  ignore: {
    form: "`RULE: reason`; several separated by `;`",
    effect:
      "findings of that rule about this object (a Namespace: about anything in it) are not reported by `check`, `explain`, `audit` and reports; decisions at admission stay the same",
    example: "replicas-at-least-two: a licence for one instance",
  },
  deregistrationDelay: {
    form: duration,
    effect: "D, if nothing in Kubernetes gives it; overrides the AWS default",
    example: "30",
  },
  nextDeregistrationDelay: {
    form: duration,
    effect: "Pods created from now on are sized for the larger of this and the current delay: use it to raise a delay",
    example: "300",
  },
  injected: {
    form: "JSON, written by Outlive",
    effect: "records what was set. Do not write it yourself; removing it changes nothing on a Pod",
    example: '{"version":1,"preStop":{"app":40},"gracePeriod":50,"was":30}',
  },
  why: {
    form: "text, written by Outlive",
    effect: "why these values were set, for `kubectl describe`. Nothing reads it",
    example: "sleep 40 s: deregistration delay 35 s of Ingress web/shop",
  },
  restartedFor: {
    form: "text, written by Outlive",
    effect: "the route for which `restart.onNewRoute` has restarted the workload. Remove it to let that happen again",
    example: "Ingress web/shop 2026-01-02T15:04:05Z",
  },
  floor: {
    form: "`sleep=S,before=G`, written by [the floor](floor.md) in the API server",
    effect:
      "what was set while no webhook responded, and the grace period from before. A webhook that responds puts its own values in their place",
    example: "sleep=40,before=30",
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
