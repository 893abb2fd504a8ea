/** The Grafana dashboard: rows of panels, each a title and queries over metrics of src/server/metric-table.ts. */

interface Query {
  readonly expr: string;
  readonly legend: string;
}

interface Panel {
  readonly title: string;
  readonly unit: "reqps" | "s" | "short" | "bytes" | "dateTimeFromNow" | "percentunit";
  readonly kind?: "timeseries" | "stat";
  readonly describe: string;
  readonly queries: readonly Query[];
  /** Once for each value of this variable. */
  readonly repeat?: string;
}

const own = '{job=~"$job",namespace="$namespace"}';
const where = (more: string): string => `{job=~"$job",namespace="$namespace",${more}}`;
const rate = (metric: string, selector: string = own): string => `rate(${metric}${selector}[$__rate_interval])`;

const rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[] = [
  {
    title: "Responses",
    panels: [
      {
        title: "Reviews by result",
        unit: "reqps",
        describe: "failed-open: admitted unchecked.",
        queries: [{ expr: `sum by (result) (${rate("outlive_admission_requests_total")})`, legend: "{{result}}" }],
      },
      {
        title: "Response time",
        unit: "s",
        describe: "From the arrival of a request to its response. The API server waits for timeoutSeconds of the webhook.",
        queries: [0.5, 0.99].map((quantile) => ({
          expr: `histogram_quantile(${quantile}, sum by (le, webhook) (${rate("outlive_admission_duration_seconds_bucket")}))`,
          legend: `{{webhook}} p${quantile * 100}`,
        })),
      },
      {
        title: "Admitted unchecked",
        unit: "reqps",
        describe: "Should be zero: facts were missing, the deadline passed, a limit was reached or an error occurred.",
        queries: [
          { expr: `sum by (reason) (${rate("outlive_fail_open_total")})`, legend: "{{reason}}" },
          { expr: `sum by (webhook) (${rate("outlive_late_responses_total")})`, legend: "late: {{webhook}}" },
        ],
      },
      {
        title: "Longest time without reading requests",
        unit: "s",
        describe: "In the last minute, by replica. Requests wait this long before their decision starts.",
        queries: [{ expr: `max by (pod) (outlive_event_loop_lag_seconds${own})`, legend: "{{pod}}" }],
      },
      {
        title: "Rejected by a limit",
        unit: "reqps",
        describe: "Body size, memory for all bodies, connections, client certificates; and dropped log lines.",
        queries: [
          { expr: `sum by (reason) (${rate("outlive_rejections_total")})`, legend: "{{reason}}" },
          { expr: `sum(${rate("outlive_log_lines_dropped_total")})`, legend: "log lines" },
        ],
      },
      {
        title: "Rejected before a review was read",
        unit: "reqps",
        describe: "Bodies that are not reviews: something other than the API server calls the port.",
        queries: [{ expr: `sum by (code) (${rate("outlive_http_errors_total")})`, legend: "{{code}}" }],
      },
    ],
  },
  {
    title: "Decisions",
    panels: [
      {
        title: "Findings by rule",
        unit: "reqps",
        describe: "Use this to move from audit to enforce: enforce mode would patch or deny the errors in audit mode.",
        queries: [
          { expr: `sum by (rule, severity, mode) (${rate("outlive_findings_total")})`, legend: "{{rule}} {{severity}} {{mode}}" },
        ],
      },
      {
        title: "Injected settings",
        unit: "reqps",
        describe: "Sleeps, grace periods and readiness gates.",
        queries: [{ expr: `sum by (setting) (${rate("outlive_injections_total")})`, legend: "{{setting}}" }],
      },
      {
        title: "Skipped",
        unit: "reqps",
        describe: "Reviews without a decision, by reason.",
        queries: [{ expr: `sum by (reason) (${rate("outlive_skips_total")})`, legend: "{{reason}}" }],
      },
      {
        title: "Denials by kind",
        unit: "reqps",
        describe: "Dry runs are not counted.",
        queries: [
          {
            expr: `sum by (kind, operation) (${rate("outlive_admission_requests_total", where('result="denied",dry_run="false"'))})`,
            legend: "{{operation}} {{kind}}",
          },
        ],
      },
    ],
  },
  {
    title: "Continuous audit",
    panels: [
      {
        title: "Findings by namespace",
        unit: "short",
        describe: "What does not hold now. Empty where reports, Events and restarts are switched off in the chart.",
        queries: [
          {
            expr: `sum by (audited_namespace, severity) (outlive_audit_findings${own})`,
            legend: "{{audited_namespace}} {{severity}}",
          },
        ],
      },
      {
        title: "Findings by rule, errors",
        unit: "short",
        describe: "What loses requests now.",
        queries: [{ expr: `sum by (rule) (outlive_audit_findings${where('severity="error"')})`, legend: "{{rule}}" }],
      },
      {
        title: "Pods to restart",
        unit: "short",
        describe: "Pods with less than Pods that are created now: outlive restart replaces them.",
        queries: [{ expr: `sum by (audited_namespace) (outlive_audit_pods_to_restart${own})`, legend: "{{audited_namespace}}" }],
      },
      {
        title: "Reports, Events and restarts",
        unit: "reqps",
        describe: "What the leader writes. failed: see its log. dropped: Events over the rate.",
        queries: [
          {
            expr: `sum by (operation, result) (${rate("outlive_report_writes_total")})`,
            legend: "report {{operation}} {{result}}",
          },
          { expr: `sum by (reason, result) (${rate("outlive_events_total")})`, legend: "{{reason}} {{result}}" },
          { expr: `sum by (result) (${rate("outlive_new_route_restarts_total")})`, legend: "workload {{result}}" },
          { expr: `sum by (reason) (${rate("outlive_audit_problems_total")})`, legend: "problem: {{reason}}" },
        ],
      },
      {
        title: "Leaders and work that waits",
        unit: "short",
        describe: "One leader. What waits falls to zero soon after a start.",
        queries: [
          { expr: `sum(outlive_leader${own})`, legend: "leaders" },
          { expr: `max by (for) (outlive_audit_waiting${own})`, legend: "waiting: {{for}}" },
          { expr: `max(outlive_audit_workloads${own})`, legend: "workloads of the largest namespace" },
          {
            expr: `time() - max(outlive_audit_last_pass_timestamp_seconds${own})`,
            legend: "seconds since everything was judged",
          },
        ],
      },
    ],
  },
  {
    title: "Audited namespaces",
    panels: [
      {
        title: "$audited",
        unit: "short",
        describe: "Findings by rule, and Pods to restart, of one namespace.",
        repeat: "audited",
        queries: [
          {
            expr: `sum by (rule, severity) (outlive_audit_findings${where('audited_namespace="$audited"')})`,
            legend: "{{severity}} {{rule}}",
          },
          { expr: `sum(outlive_audit_pods_to_restart${where('audited_namespace="$audited"')})`, legend: "Pods to restart" },
        ],
      },
    ],
  },
  {
    title: "Gates",
    panels: [
      {
        title: "Releases by answer",
        unit: "reqps",
        describe: "Empty without gates.enabled.",
        queries: [{ expr: `sum by (gate, outcome) (${rate("outlive_gate_responses_total")})`, legend: "{{gate}} {{outcome}}" }],
      },
    ],
  },
  {
    title: "Facts",
    panels: [
      {
        title: "Replicas that have read the cluster",
        unit: "short",
        kind: "stat",
        describe: "Should be all replicas; the others admit unchecked.",
        queries: [{ expr: `sum(outlive_cache_synced${own})`, legend: "synced" }],
      },
      {
        title: "Objects in memory",
        unit: "short",
        describe: "The largest value of all replicas. stubs: kept by name only, because reading them costs too much.",
        queries: [
          { expr: `max by (kind) (outlive_cache_objects${own})`, legend: "{{kind}}" },
          { expr: `max by (kind) (outlive_cache_stubs${own}) > 0`, legend: "{{kind}} stubs" },
        ],
      },
      {
        title: "Time since the last watch event",
        unit: "s",
        describe: "Bookmarks arrive about once a minute; a value that grows for many minutes is a broken watch.",
        queries: [{ expr: `time() - min by (kind) (outlive_cache_last_event_timestamp_seconds${own})`, legend: "{{kind}}" }],
      },
      {
        title: "Relists and failures",
        unit: "reqps",
        describe: "Some are normal after an API server restart.",
        queries: [
          { expr: `sum by (kind) (${rate("outlive_cache_relists_total")})`, legend: "relist {{kind}}" },
          { expr: `sum by (kind) (${rate("outlive_cache_errors_total")})`, legend: "failed {{kind}}" },
        ],
      },
      {
        title: "Requests to AWS",
        unit: "reqps",
        describe: "Empty without aws.enabled. AWS allows an account 10 per second in a region, for all clients together.",
        queries: [
          { expr: `sum by (operation, result) (${rate("outlive_aws_requests_total")})`, legend: "{{operation}} {{result}}" },
        ],
      },
      {
        title: "Target groups that AWS reported",
        unit: "short",
        describe: "The smallest number of all replicas. Empty without aws.enabled.",
        queries: [{ expr: `min(outlive_aws_target_groups${own})`, legend: "target groups" }],
      },
      {
        title: "Age of the oldest value from AWS",
        unit: "s",
        describe: "Grows while AWS does not answer. Empty without aws.enabled.",
        queries: [{ expr: `max by (pod) (outlive_aws_oldest_value_seconds${own})`, legend: "{{pod}}" }],
      },
    ],
  },
  {
    title: "Process",
    panels: [
      {
        title: "Certificate expiry",
        unit: "dateTimeFromNow",
        kind: "stat",
        describe: "The earliest of all replicas.",
        queries: [
          { expr: `min by (certificate) (outlive_certificate_expiry_timestamp_seconds${own}) * 1000`, legend: "{{certificate}}" },
        ],
      },
      {
        title: "Reloads of certificate and configuration",
        unit: "short",
        describe: "rejected: the new one is invalid and the old one stays in effect. failure: it is retried until it succeeds.",
        queries: [
          {
            expr: `sum by (result) (increase(outlive_certificate_reloads_total${own}[$__rate_interval]))`,
            legend: "certificate {{result}}",
          },
          {
            expr: `sum by (step) (increase(outlive_certificate_rotations_total${own}[$__rate_interval]))`,
            legend: "rotation {{step}}",
          },
          {
            expr: `sum by (operation) (increase(outlive_certificate_errors_total${own}[$__rate_interval]))`,
            legend: "certificate failure {{operation}}",
          },
          {
            expr: `sum by (result) (increase(outlive_config_reloads_total${own}[$__rate_interval]))`,
            legend: "configuration {{result}}",
          },
        ],
      },
      {
        title: "Memory",
        unit: "bytes",
        describe: "Resident memory; the limit is in the chart's resources.",
        queries: [{ expr: `process_resident_memory_bytes${own}`, legend: "{{pod}}" }],
      },
      {
        title: "Garbage collection",
        unit: "percentunit",
        describe: "Share of its time in which a process collects garbage, and reads no requests.",
        queries: [{ expr: `sum by (pod) (${rate("nodejs_gc_duration_seconds_sum")})`, legend: "{{pod}}" }],
      },
      {
        title: "Draining, and versions",
        unit: "short",
        describe: "More than one version: a roll-out is running.",
        queries: [
          { expr: `sum(outlive_draining${own})`, legend: "draining" },
          { expr: `count by (version) (outlive_build_info${own})`, legend: "{{version}}" },
        ],
      },
    ],
  },
];

const columns = 24;

/** Grafana's model, schema version 39 (Grafana 11). */
export function dashboard(): object {
  const panels: object[] = [];
  let id = 0;
  let y = 0;
  for (const row of rows) {
    panels.push({
      id: ++id,
      type: "row",
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y, w: columns, h: 1 },
      panels: [],
    });
    const width = columns / row.panels.length;
    for (const [index, panel] of row.panels.entries()) {
      const w = Math.floor(width);
      panels.push(panelOf(++id, panel, { x: index * w, y: y + 1, w, h: 8 }));
    }
    y += 9;
  }
  return {
    uid: "outlive",
    title: "Outlive",
    tags: ["outlive", "admission"],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: "30s",
    time: { from: "now-3h", to: "now" },
    templating: {
      list: [dataSource, choice("namespace", "label_values(outlive_build_info, namespace)"), jobChoice, auditedChoice],
    },
    panels,
  };
}

const dataSource = { name: "datasource", label: "Data source", type: "datasource", query: "prometheus" };
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in
const source = { type: "prometheus", uid: "${datasource}" };

function choice(name: string, query: string): object {
  return { name, label: name, type: "query", datasource: source, query: { query, refId: name }, refresh: 2, sort: 1 };
}

const jobChoice = {
  ...choice("job", 'label_values(outlive_build_info{namespace="$namespace"}, job)'),
  includeAll: true,
  multi: true,
  allValue: ".*",
};

/** Of the namespaces that have findings; all of them would be very many. */
const auditedChoice = {
  ...choice("audited", 'label_values(outlive_audit_findings{namespace="$namespace"}, audited_namespace)'),
  label: "audited namespace",
  includeAll: true,
  multi: true,
};

const repeated = (variable: string): object => ({ repeat: variable, repeatDirection: "h", maxPerRow: 4 });

function panelOf(id: number, { title, unit, kind = "timeseries", describe, queries, repeat }: Panel, gridPos: object): object {
  return {
    id,
    ...(repeat === undefined ? {} : repeated(repeat)),
    type: kind,
    title,
    description: describe,
    datasource: source,
    gridPos,
    fieldConfig: { defaults: { unit, min: unit === "dateTimeFromNow" ? undefined : 0 }, overrides: [] },
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: source,
      expr,
      legendFormat: legend,
    })),
  };
}
