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
    "ours: the load balancer counts its delay from the deregistration, some seconds after the Pod's sleep starts. A sleep of 40 s for a delay of 35 s ran without an error on an EKS cluster in 2023",
  graceMargin: "ours: time for the kubelet to act; with `shutdown` it gives 50 s for a sleep of 40 s, as in the same report",
  shutdown: "ours: what a process that exits on SIGTERM needs. Set how long yours takes with `outlive.dev/shutdown`",
  "propagation.albIp.minimum":
    "AWS EKS best practices guide (since April 2024): its example sleeps 10 s. 5 s was reported as too little (aws-load-balancer-controller issue 1064)",
  "propagation.albIp.chosen":
    "10 s for the calls to the AWS API, and 10 s more for deregistrations of 10 to 20 s that users measured",
  "propagation.instance.minimum":
    "kube-proxy: of 1,430 updates measured on GKE, 75 % took effect within 2.3 s and 96 % within 6.8 s (scylla-operator 1780)",
  "propagation.instance.chosen":
    "with a health check of 15 s × 2, a sleep of 30 s left errors and 45 s did not (quay 6871): 15 s on top",
  "propagation.nlbIp.minimum":
    "NLB user guide: a delay of 120 s or more is recommended; users saw new connections for about two minutes after deregistration, whatever the delay",
  "propagation.nlbIp.chosen": "the same, and 15 s for the controller and the AWS API",
  "propagation.service.minimum": "like `albIp.minimum`: most Services without a known route are about to get an Ingress",
  "propagation.service.chosen": "the minimum, because nothing else is known",
  unsetDelay:
    "ours: S > D with a delay that nobody chose gives every Pod of a stock cluster a sleep of 305 s. `aws-default` requires exactly that",
  suggestedDelay: "a delay of 35 s, a sleep of 40 s and a grace period of 50 s ran without an error on an EKS cluster in 2023",
  ceiling: "ours: a sleep of more than 15 minutes is usually a typing error, and no node drain waits that long",
  nodeShutdown:
    "EKS AL2023 images from 1.34: the kubelet waits 150 s, 30 s of them for critical Pods; a spot interruption also gives 120 s",
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
