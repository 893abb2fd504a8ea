import { z } from "zod";
import { seconds } from "#model/findings/seconds.ts";
import { modes } from "#model/settings/mode.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import { reportsSchema, restartSchema } from "./audit-schema.ts";
import { awsSchema } from "./aws-schema.ts";
import { durationField } from "./duration-field.ts";
import { gatesSchema } from "./gates-schema.ts";
import { ignoredRuleSchema } from "./ignored-rule-schema.ts";
import { customPolicySchema, parametersSchema } from "./policy-schema.ts";
import { serverSchema } from "./server-schema.ts";
import { tlsSchema } from "./tls-schema.ts";

const flag = (byDefault: boolean, describe: string) => z.boolean().default(byDefault).describe(describe);
const controllerFlag = (describe: string) => z.boolean().optional().describe(describe);
const failure = z.enum(["open", "closed"]).default("open");

/** No defaults: what is not set here is read from the controller's Deployment, and only then is the controller's own default taken. */
const controller = z
  .strictObject({
    clusterName: z
      .string()
      .optional()
      .describe("--cluster-name of the AWS Load Balancer Controller, used to predict target group names"),
    ingressClass: z.string().optional().describe("--ingress-class (alb)"),
    loadBalancerClass: z.string().optional().describe("--load-balancer-class (service.k8s.aws/nlb)"),
    defaultTargetType: z.enum(["instance", "ip"]).optional().describe("--default-target-type (instance)"),
    serviceMutatorWebhook: controllerFlag("Helm value enableServiceMutatorWebhook (true), which no argument shows"),
    tolerateNonExistentBackendService: controllerFlag("--tolerate-non-existent-backend-service (true)"),
    tolerateNonExistentBackendAction: controllerFlag("--tolerate-non-existent-backend-action (true)"),
    enableIPTargetType: controllerFlag("feature gate EnableIPTargetType (true)"),
    nlbHealthCheckAdvancedConfig: controllerFlag("feature gate NLBHealthCheckAdvancedConfig (true)"),
    serviceTypeLoadBalancerOnly: controllerFlag("feature gate ServiceTypeLoadBalancerOnly (false)"),
    enableTCPUDPListener: controllerFlag("feature gate EnableTCPUDPListener (false)"),
    albGatewayAPI: controllerFlag("feature gate ALBGatewayAPI (true)"),
    nlbGatewayAPI: controllerFlag("feature gate NLBGatewayAPI (true)"),
    gatewayListenerSet: controllerFlag("feature gate GatewayListenerSet (true)"),
  })
  .prefault({})
  .describe(
    "flags of the AWS Load Balancer Controller in the cluster; unset: read from its Deployment, else its default in parentheses",
  );

/** The configuration file. The JSON schema, the chart's values and docs/configuration.md are made from it. */
export const settingsSchema = (parameters: PolicyParameters) =>
  z.strictObject({
    scope: z
      .enum(["opt-in", "cluster"])
      .default("opt-in")
      .describe("opt-in: namespaces with the label outlive.dev/mode; cluster: all but the excluded"),
    defaultMode: z.enum(modes).default("enforce").describe("mode of namespaces in scope without a mode label"),
    defaultPolicy: z.string().default("pod-outlives-target").describe("policy of namespaces and workloads that set none"),
    excludedNamespaces: z
      .array(z.string())
      .default(["kube-system", "kube-node-lease"])
      .describe("namespaces that are never in scope; Outlive's own namespace is always added"),
    parameters: parametersSchema(parameters),
    policies: z.array(customPolicySchema).default([]).describe("custom policies"),
    ignore: z.array(ignoredRuleSchema).default([]).describe("rules whose findings are not reported, each with a reason"),
    unrouted: z
      .enum(["none", "floor", "assume"])
      .default("floor")
      .describe(
        "Pods that a Service selects but no known route leads to: none, floor (propagation.service), or assume (assumedDelay)",
      ),
    assumedDelay: durationField(seconds(300), "deregistration delay for unrouted: assume"),
    sleepAction: z
      .enum(["auto", "native", "exec"])
      .default("auto")
      .describe(
        "native: Kubernetes 1.30+ API server and kubelets; exec: run sleep in the container; auto: native unless one of them is older",
      ),
    injectReadinessGates: flag(true, "inject the AWS Load Balancer Controller's readiness gates into Pods that lack them"),
    patchTemplates: flag(true, "write timings into workload templates where that is safe; Pods always get them"),
    failure: z
      .strictObject({
        pods: failure.describe("Pods and workload templates, when facts are missing or after an internal error"),
        routes: failure.describe("routes and workload checks, in the same cases"),
      })
      .prefault({})
      .describe("open: admit with a warning and a metric; closed: deny"),
    controller,
    aws: awsSchema,
    server: serverSchema,
    tls: tlsSchema,
    reports: reportsSchema,
    restart: restartSchema,
    gates: gatesSchema,
    log: z
      .strictObject({
        level: z.enum(["error", "warn", "info", "debug"]).default("info").describe("lowest level to write"),
      })
      .prefault({})
      .describe("JSON lines on standard output"),
  });

export type SettingsFile = z.output<ReturnType<typeof settingsSchema>>;
