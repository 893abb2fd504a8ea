import { stringify } from "yaml";

/**
 * Every write with its bodies, because the patch of a mutating webhook is an audit annotation only from level Request on
 * (Kubernetes 1.36). Reads, leases and events would drown the log, secrets must not be in it.
 */
export function auditPolicy(): string {
  return stringify({
    apiVersion: "audit.k8s.io/v1",
    kind: "Policy",
    omitStages: ["RequestReceived"],
    rules: [
      { level: "None", verbs: ["get", "list", "watch"] },
      {
        level: "None",
        resources: [
          { group: "coordination.k8s.io", resources: ["leases"] },
          { group: "", resources: ["events"] },
          { group: "events.k8s.io", resources: ["events"] },
        ],
      },
      {
        level: "Metadata",
        resources: [
          { group: "", resources: ["secrets", "serviceaccounts/token"] },
          { group: "authentication.k8s.io", resources: ["tokenreviews"] },
        ],
      },
      { level: "RequestResponse" },
    ],
  });
}
