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
        .describe("self: Outlive makes and renews them; cert-manager: its Certificates; provided: a Secret of yours"),
      self: section(
        {
          caLifetime: lifetime("365d", "how long an authority is valid; the next one is announced after two thirds of it"),
          leafLifetime: lifetime("90d", "how long a serving certificate is valid; renewed after two thirds of it"),
          secretName: text("outlive-certificates", "Secret that holds authorities and certificate"),
          leaseName: text("outlive-certificates", "Lease that says which replica renews them"),
          extraNames: z
            .array(z.string())
            .default([])
            .describe("further DNS names and IP addresses, for webhooks that you register with a url"),
          restrictWrites: flag(
            true,
            "ValidatingAdmissionPolicies that let this ServiceAccount change caBundle, its Secret and its Lease, and nothing else",
          ),
        },
        "for mode self",
      ),
      certManager: section(
        {
          issuerRef: free({}, "an Issuer or ClusterIssuer of yours; where empty the chart makes a CA of its own"),
          duration: text("2160h", "life of the leaf"),
          renewBefore: text("720h", "rest of it at which it is renewed"),
          caDuration: text("43800h", "life of the chart's CA"),
        },
        "for mode cert-manager",
      ),
      provided: section(
        {
          secretName: text("", "a Secret of type kubernetes.io/tls in the namespace, for <service>.<namespace>.svc"),
          caBundle: text("", "PEM of the CA that signed it; empty where something else writes it into the configurations"),
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
            .describe("common names of client certificates that may send reviews; all under the CA where empty"),
        },
        "authentication of API servers, for clusters whose API servers have --admission-control-config-file",
      ),
    },
    "the serving certificate, and those of clients",
  ),
  networkPolicy: section(
    {
      enabled: flag(true, "what nobody needs is closed; it has no effect with hostNetwork"),
      webhookFrom: freeList(
        "peers that may call the webhook; all where empty, because no selector can name the API server, only an ipBlock of its subnets",
      ),
      metricsFrom: freeList("peers that may read metrics; all Pods of the cluster where empty"),
      apiServerPorts: z.array(z.number().int()).default([443, 6443]).describe("TCP ports that may be reached from the Pods"),
      extraEgress: freeList("further egress rules"),
    },
    "NetworkPolicy of the Pods",
  ),
};

const monitor = (kind: string) =>
  section(
    {
      enabled: flag(false, `a ${kind} of the Prometheus operator`),
      namespace: text("", "where it is made; the release's where empty"),
      labels: named("labels that your Prometheus selects by"),
      interval: text("30s", "time between two reads"),
      scrapeTimeout: text("10s", "longest read"),
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
      namespace: text("", "where it is made; the release's where empty"),
      labels: named("labels that your Prometheus selects by"),
      runbookBaseUrl: text(
        publication().documentation === undefined ? "" : `${publication().documentation}/operations.md`,
        "address of a copy of docs/operations.md, to whose headings the alerts link; empty means no links",
      ),
      latencySeconds: z.number().min(0.001).default(0.5).describe("99th percentile of answers that is too slow"),
      certificateDays: z.number().int().min(1).default(7).describe("rest of the serving certificate's life that is too short"),
      eventLoopLagSeconds: z.number().min(0.1).default(1).describe("time in which a replica reads no requests that is too long"),
      staleSeconds: z.number().int().min(60).default(900).describe("silence of a watch that is too long"),
      extraRules: freeList("further alerts"),
    },
    "alerts",
  ),
  grafanaDashboard: section(
    {
      enabled: flag(false, "a ConfigMap that Grafana's sidecar picks up"),
      namespace: text("", "where it is made; the release's where empty"),
      labels: z.record(z.string(), z.string()).default({ grafana_dashboard: "1" }).describe("labels that the sidecar selects by"),
      annotations: named("annotations, such as the sidecar's folder"),
    },
    "dashboard",
  ),
  tests: section(
    {
      enabled: flag(true, "the Pod of `helm test`, which asks the Service for health and for an answer to a review"),
      annotations: named("annotations of the Pod"),
    },
    "helm test",
  ),
};
