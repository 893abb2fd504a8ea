/** Every metric of our own, as data: prom-client's objects and docs/metrics.md are made from it. */
export interface MetricDescription {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly labels: readonly string[];
  readonly help: string;
}

/** A Pod's decision takes well under a millisecond and a webhook may wait 30 s: the ends of this scale. */
export const durationBuckets: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

export const metricTable = {
  requests: {
    name: "outlive_admission_requests_total",
    type: "counter",
    labels: ["webhook", "kind", "operation", "result", "mode", "dry_run"],
    help: "Admission reviews, by result.",
  },
  duration: {
    name: "outlive_admission_duration_seconds",
    type: "histogram",
    labels: ["webhook"],
    help: "Time from the arrival of a request to its response, including the time before the process read it.",
  },
  findings: {
    name: "outlive_findings_total",
    type: "counter",
    labels: ["rule", "severity", "mode"],
    help: "Findings in admitted and denied objects. Dry runs are not counted.",
  },
  injections: {
    name: "outlive_injections_total",
    type: "counter",
    labels: ["setting"],
    help: "Settings injected into objects: preStop sleeps, grace periods, readiness gates. Dry runs and audit mode are not counted.",
  },
  skips: {
    name: "outlive_skips_total",
    type: "counter",
    labels: ["reason"],
    help: "Reviews without a decision, by reason.",
  },
  failOpen: {
    name: "outlive_fail_open_total",
    type: "counter",
    labels: ["reason"],
    help: "Objects admitted unchecked because facts were missing, the deadline passed or an error occurred.",
  },
  lateResponses: {
    name: "outlive_late_responses_total",
    type: "counter",
    labels: ["webhook"],
    help: "Responses sent after the API server's timeout.",
  },
  refusals: {
    name: "outlive_http_errors_total",
    type: "counter",
    labels: ["code"],
    help: "Requests rejected with an HTTP error before a review was read.",
  },
  rejections: {
    name: "outlive_rejections_total",
    type: "counter",
    labels: ["reason"],
    help: "Requests and connections rejected by a limit: body-too-large, overloaded (server.bodyBudget), connection-limit, client-not-authenticated.",
  },
  eventLoopLag: {
    name: "outlive_event_loop_lag_seconds",
    type: "gauge",
    labels: [],
    help: "Longest time in the last minute in which the process read no requests.",
  },
  logLinesDropped: {
    name: "outlive_log_lines_dropped_total",
    type: "counter",
    labels: [],
    help: "Log lines dropped because the reader of standard output was too slow or its disk full.",
  },
  cacheSynced: {
    name: "outlive_cache_synced",
    type: "gauge",
    labels: [],
    help: "1 once every kind that decisions need has been listed.",
  },
  cacheObjects: {
    name: "outlive_cache_objects",
    type: "gauge",
    labels: ["kind"],
    help: "Objects held in memory.",
  },
  cacheStubs: {
    name: "outlive_cache_stubs",
    type: "gauge",
    labels: ["kind"],
    help: "Objects too large to be read, of which a stub is held. Decisions that depend on one fail open (object-too-costly).",
  },
  cacheLastEvent: {
    name: "outlive_cache_last_event_timestamp_seconds",
    type: "gauge",
    labels: ["kind"],
    help: "Time of the last watch event for a kind, bookmarks included.",
  },
  cacheRelists: {
    name: "outlive_cache_relists_total",
    type: "counter",
    labels: ["kind"],
    help: "Full lists after the first one.",
  },
  cacheErrors: {
    name: "outlive_cache_errors_total",
    type: "counter",
    labels: ["kind"],
    help: "Failed lists and watches.",
  },
  certificateExpiry: {
    name: "outlive_certificate_expiry_timestamp_seconds",
    type: "gauge",
    labels: ["certificate"],
    help: "Certificate expiry time: the serving certificate, and with tls.mode self the authority that signs it.",
  },
  certificateRotations: {
    name: "outlive_certificate_rotations_total",
    type: "counter",
    labels: ["step"],
    help: "Rotation steps of this replica with tls.mode self.",
  },
  certificateErrors: {
    name: "outlive_certificate_errors_total",
    type: "counter",
    labels: ["operation"],
    help: "Failures with tls.mode self: lease (the Lease), certificates (the Secret, reading webhook configurations), ca-bundle (writing caBundle).",
  },
  certificateReloads: {
    name: "outlive_certificate_reloads_total",
    type: "counter",
    labels: ["result"],
    help: "Reloads of the serving certificate: reloaded, or rejected (the old one stays).",
  },
  leader: {
    name: "outlive_leader",
    type: "gauge",
    labels: [],
    help: "1 on the replica that audits continuously, 0 on the others; absent where nothing is audited.",
  },
  auditFindings: {
    name: "outlive_audit_findings",
    type: "gauge",
    labels: ["audited_namespace", "rule", "severity"],
    help: "Findings of the continuous audit, on the leader: what does not hold now.",
  },
  auditPodsToRestart: {
    name: "outlive_audit_pods_to_restart",
    type: "gauge",
    labels: ["audited_namespace"],
    help: "Pods to restart: they have less than Pods that are created now. On the leader.",
  },
  auditWorkloads: {
    name: "outlive_audit_workloads",
    type: "gauge",
    labels: ["audited_namespace"],
    help: "Workloads in scope, on the leader.",
  },
  auditWaiting: {
    name: "outlive_audit_waiting",
    type: "gauge",
    labels: ["for"],
    help: "On the leader: workloads that wait to be judged, and reports that wait to be written.",
  },
  auditLastPass: {
    name: "outlive_audit_last_pass_timestamp_seconds",
    type: "gauge",
    labels: [],
    help: "Time at which the continuous audit had last judged every workload.",
  },
  auditProblems: {
    name: "outlive_audit_problems_total",
    type: "counter",
    labels: ["reason"],
    help: "What the continuous audit could not do: too-large (a workload costs more than one turn may), no-report-api, foreign-report, lease (renewing it failed), error.",
  },
  reportWrites: {
    name: "outlive_report_writes_total",
    type: "counter",
    labels: ["operation", "result"],
    help: "Policy reports created, updated and deleted; failed requests, with operation list for those that read which there are.",
  },
  events: {
    name: "outlive_events_total",
    type: "counter",
    labels: ["reason", "result"],
    help: "Events on workloads: written, dropped (over the rate), or failed.",
  },
  newRouteRestarts: {
    name: "outlive_new_route_restarts_total",
    type: "counter",
    labels: ["result"],
    help: "Workloads restarted because their first Pods were created before their route (restart.onNewRoute).",
  },
  configReloads: {
    name: "outlive_config_reloads_total",
    type: "counter",
    labels: ["result"],
    help: "Reloads of the configuration file: reloaded, or rejected (the old one stays).",
  },
  gates: {
    name: "outlive_gate_responses_total",
    type: "counter",
    labels: ["gate", "outcome"],
    help: "Responses to Flagger and Argo Rollouts with gates.enabled: passed, refused, unknown (no such workload, or none that can be evaluated), out-of-scope, not-synced.",
  },
  awsRequests: {
    name: "outlive_aws_requests_total",
    type: "counter",
    labels: ["operation", "result"],
    help: "Requests to AWS with aws.enabled, by API action: ok, throttled, denied, expired, no-credentials, missing, unreachable, other.",
  },
  awsTargetGroups: {
    name: "outlive_aws_target_groups",
    type: "gauge",
    labels: [],
    help: "Target groups whose values AWS reported; absent without aws.enabled.",
  },
  awsOldest: {
    name: "outlive_aws_oldest_value_seconds",
    type: "gauge",
    labels: [],
    help: "Age of the oldest value that AWS reported; absent without aws.enabled.",
  },
  buildInfo: {
    name: "outlive_build_info",
    type: "gauge",
    labels: ["version"],
    help: "Always 1; the version is in the label.",
  },
  draining: {
    name: "outlive_draining",
    type: "gauge",
    labels: [],
    help: "1 while shutting down.",
  },
} as const satisfies Readonly<Record<string, MetricDescription>>;
