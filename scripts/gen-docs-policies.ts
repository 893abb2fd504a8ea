import { ruleIds } from "#model/findings/finding.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import { builtInPolicies, defaultParameters } from "#policy/policies.ts";
import { rules } from "#rules/index.ts";
import { code, table } from "./gen-docs-markdown.ts";

export const severityTable = (): string =>
  table(
    ["rule", "holds when", ...builtInPolicies.map(({ name }) => code(name))],
    ruleIds.map((id) => [
      `[${code(id)}](rules/${id}.md)`,
      rules[id].holds,
      ...builtInPolicies.map((policy) => (policy.rules as Readonly<Record<string, string>>)[id] ?? "–"),
    ]),
  );

type Paths<T, P extends string = ""> = T extends number | string
  ? P
  : { [K in Exclude<keyof T & string, "measured">]: Paths<T[K], P extends "" ? K : `${P}.${K}`> }[Exclude<
      keyof T & string,
      "measured"
    >];

/** Where each default comes from; a parameter without an entry does not compile. */
const sources: Readonly<Record<Paths<Omit<PolicyParameters, "requestCoverage">>, string>> = {
  preStopMargin:
    "ours: the load balancer counts its delay from the deregistration, some seconds after the Pod's sleep began. 35 + 5 = 40 is what was found without an error on an EKS cluster in 2023 (sleep 40 for a delay of 35)",
  graceMargin: "ours: time for the kubelet to act; with `shutdown` it makes 50 of a sleep of 40, as in the same report",
  shutdown: "ours: what a process that ends at SIGTERM needs. Say how long yours takes with `outlive.dev/shutdown`",
  "propagation.albIp.minimum":
    "AWS EKS best practices guide (since April 2024): its example sleeps 10 s. 5 s was reported as too little (aws-load-balancer-controller issue 1064)",
  "propagation.albIp.chosen":
    "10 s for the calls to the AWS API and as much again, for deregistrations of 10 to 20 s that users measured",
  "propagation.instance.minimum":
    "kube-proxy: of 1,430 updates measured on GKE, 75 % took effect within 2.3 s and 96 % within 6.8 s (scylla-operator 1780)",
  "propagation.instance.chosen":
    "a sleep of 45 s for a health check of 15 s × 2 ended the errors that 30 s had left (quay 6871): 15 s on top",
  "propagation.nlbIp.minimum":
    "NLB user guide: a delay of 120 s or more is recommended; users saw new connections for about two minutes after deregistration, whatever the delay",
  "propagation.nlbIp.chosen": "the same, and 15 s for the controller and the AWS API",
  "propagation.service.minimum": "as `albIp.minimum`: most Services without a known route are about to get an Ingress",
  "propagation.service.chosen": "the minimum, because nothing more is known",
  unsetDelay:
    "ours: S > D with a delay that nobody chose gives every Pod of a stock cluster a sleep of 305 s. `aws-default` asks for just that",
  suggestedDelay:
    "the delay that was found without an error on an EKS cluster in 2023, with a sleep of 40 and a grace period of 50",
  ceiling: "ours: a sleep of more than 15 minutes is far more often a typing error than a wish, and no node drain waits for it",
  nodeShutdown:
    "EKS AL2023 images from 1.34: kubelet waits 150 s, of which 30 s are for critical Pods; a spot interruption gives 120 s as well",
};

export const parameterTable = (): string =>
  table(
    ["parameter", "default", "where the number comes from"],
    Object.entries(sources).map(([path, source]) => [code(path), valueAt(path), source]),
  );

function valueAt(path: string): string {
  const value = path
    .split(".")
    .reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], defaultParameters);
  if (typeof value === "string") return code(value);
  if (typeof value !== "number") throw new Error(`${path} is not a parameter`);
  return `${value} s`;
}
