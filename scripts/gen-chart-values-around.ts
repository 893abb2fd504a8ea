/** Values of what surrounds the Deployment: certificates, network, monitoring, tests. */
import { z } from "zod";
import { free, freeList, named, section, text } from "./gen-chart-values-fields.ts";
import { publication } from "./release/publication.ts";

const flag = (byDefault: boolean, describe: string) => z.boolean().default(byDefault).describe(describe);

/** What the configuration file takes; refused by Helm, and not by replicas that do not start. */
const lifetime = (byDefault: string, describe: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}[hd]$/)
    .default(byDefault)
    .describe(describe);

export const certificateValues = {
  tls: section(
    {
      mode: z
        .enum(["self", "cert-manager", "provided"])
        .default("self")
        .describe("self: Outlive issues and renews them; cert-manager: its Certificates; provided: your Secret"),
      self: section(
        {
          caLifetime: lifetime("365d", "lifetime of an authority; the next one is staged after two thirds of it"),
          leafLifetime: lifetime("90d", "lifetime of a serving certificate; renewed after two thirds of it"),
          secretName: text("outlive-certificates", "Secret for the authorities and the serving certificate"),
          leaseName: text("outlive-certificates", "Lease that elects the replica that renews them"),
          extraNames: z
            .array(z.string())
            .default([])
            .describe("additional DNS names and IP addresses, for webhooks that you register with a url"),
          restrictWrites: flag(
            true,
            "ValidatingAdmissionPolicies that let this ServiceAccount change caBundle, its Secret and its Lease, and nothing else",
          ),
        },
        "for mode self",
      ),
      certManager: section(
        {
          issuerRef: free({}, "your Issuer or ClusterIssuer; if empty, the chart creates its own CA"),
          duration: text("2160h", "lifetime of the serving certificate"),
          renewBefore: text("720h", "remaining lifetime at which it is renewed"),
          caDuration: text("43800h", "lifetime of the chart's CA"),
        },
        "for mode cert-manager",
      ),
      provided: section(
        {
          secretName: text("", "a Secret of type kubernetes.io/tls in the namespace, for <service>.<namespace>.svc"),
          caBundle: text("", "PEM of the CA that signed it; empty if something else writes it into the configurations"),
        },
        "for mode provided; the files are read again when the Secret changes",
      ),
      clients: section(
        {
          configMap: text(
            "",
            "ConfigMap in the namespace with the CA of the API servers' client certificates; all clients where empty",
          ),
          key: text("ca.crt", "key of the ConfigMap"),
          names: z
            .array(z.string())
            .default([])
            .describe("common names of client certificates that may send reviews; empty allows all that the CA signed"),
        },
        "authentication of API servers, for clusters whose API servers have --admission-control-config-file",
      ),
    },
    "the serving certificate, and those of clients",
  ),
  networkPolicy: section(
    {
      enabled: flag(true, "allows only the traffic that Outlive needs; no effect with hostNetwork"),
      webhookFrom: freeList(
        "peers that may call the webhook; all where empty, because no selector can name the API server, only an ipBlock of its subnets",
      ),
      metricsFrom: freeList("peers that may read metrics; all Pods of the cluster where empty"),
      gatesFrom: freeList("peers that may ask the gates; the namespaces flagger-system and argo-rollouts where empty"),
      apiServerPorts: z.array(z.number().int()).default([443, 6443]).describe("TCP ports that the Pods may reach"),
      extraEgress: freeList("additional egress rules"),
    },
    "NetworkPolicy of the Pods",
  ),
};

const monitor = (kind: string) =>
  section(
    {
      enabled: flag(false, `a ${kind} of the Prometheus operator`),
      namespace: text("", "namespace; empty for the release's"),
      labels: named("labels that your Prometheus selects by"),
      interval: text("30s", "scrape interval"),
      scrapeTimeout: text("10s", "scrape timeout"),
      relabelings: freeList("before the read"),
      metricRelabelings: freeList("after the read"),
    },
    `${kind}; metrics are plain HTTP on a port of their own`,
  );

export const monitoringValues = {
  serviceMonitor: monitor("ServiceMonitor"),
  podMonitor: monitor("PodMonitor"),
  prometheusRule: section(
    {
      enabled: flag(false, "alerts of the Prometheus operator"),
      namespace: text("", "namespace; empty for the release's"),
      labels: named("labels that your Prometheus selects by"),
      runbookBaseUrl: text(
        publication().documentation === undefined ? "" : `${publication().documentation}/operations.md`,
        "URL of docs/operations.md, to whose headings the alerts link; empty for no links",
      ),
      latencySeconds: z.number().min(0.001).default(0.5).describe("alert above this 99th percentile of the response time"),
      certificateDays: z.number().int().min(1).default(7).describe("alert below this remaining lifetime of a certificate"),
      eventLoopLagSeconds: z.number().min(0.1).default(1).describe("alert when a replica reads no requests for longer than this"),
      staleSeconds: z.number().int().min(60).default(900).describe("alert when a watch is silent for longer than this"),
      extraRules: freeList("further alerts"),
    },
    "alerts",
  ),
  grafanaDashboard: section(
    {
      enabled: flag(false, "a ConfigMap that Grafana's sidecar picks up"),
      namespace: text("", "namespace; empty for the release's"),
      labels: z.record(z.string(), z.string()).default({ grafana_dashboard: "1" }).describe("labels that the sidecar selects by"),
      annotations: named("annotations, such as the sidecar's folder"),
    },
    "dashboard",
  ),
  tests: section(
    {
      enabled: flag(true, "the Pod of `helm test`, which calls the Service's health endpoints and sends a review"),
      annotations: named("annotations of the Pod"),
    },
    "helm test",
  ),
};
