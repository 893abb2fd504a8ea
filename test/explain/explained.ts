/** What an explanation says, in few words: comparable between doors, and with what was worked out by hand. */
import type { HealthCheckDocument } from "#model/reports/v1alpha1.ts";

export interface ExplanationDocument {
  readonly subject: Reference;
  readonly policy: string;
  readonly mode: string;
  readonly targetGroups: readonly TargetGroupDocument[];
  readonly current: Times;
  readonly required: Times;
  readonly readinessGates: readonly string[];
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly subject: Reference }[];
}

interface Reference {
  readonly kind: string;
  readonly namespace?: string | null;
  readonly name: string;
}

interface Times {
  readonly preStopSeconds: number | null;
  readonly terminationGracePeriodSeconds: number;
}

interface TargetGroupDocument {
  readonly loadBalancer: string;
  readonly origin: Reference;
  readonly service: string;
  readonly port: string | number;
  readonly targetType: string;
  readonly deregistrationDelaySeconds: number;
  readonly deregistrationDelaySource: string;
  readonly healthCheck: HealthCheckDocument | null;
  readonly idleTimeoutSeconds: number | null;
  readonly problems: readonly { readonly id: string }[];
}

export type Explained = Readonly<Record<string, object>>;

/** By `Kind namespace/name`, in the order of these. */
export const explained = (items: readonly ExplanationDocument[]): Explained =>
  Object.fromEntries(
    items.map((item) => [nameOf(item.subject), inShort(item)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const nameOf = ({ kind, namespace, name }: Reference): string => `${kind} ${namespace ? `${namespace}/` : ""}${name}`;

const inShort = (item: ExplanationDocument): object => ({
  mode: item.mode,
  policy: item.policy,
  current: timesOf(item.current),
  required: timesOf(item.required),
  targetGroups: item.targetGroups.map(targetGroupOf).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  readinessGates: item.readinessGates,
  findings: item.findings.map(({ severity, rule, subject }) => `${severity} ${rule} ${nameOf(subject)}`).toSorted(),
});

const timesOf = ({ preStopSeconds, terminationGracePeriodSeconds }: Times): readonly (number | null)[] => [
  preStopSeconds,
  terminationGracePeriodSeconds,
];

const targetGroupOf = (group: TargetGroupDocument): object => ({
  loadBalancer: group.loadBalancer,
  origin: nameOf(group.origin),
  service: group.service,
  port: group.port,
  targetType: group.targetType,
  delaySeconds: group.deregistrationDelaySeconds,
  delaySource: group.deregistrationDelaySource,
  idleSeconds: group.idleTimeoutSeconds,
  healthCheck: group.healthCheck && healthCheckOf(group.healthCheck),
  problems: group.problems.map(({ id }) => id),
});

/** `HTTP / traffic-port 15/5/2/2 200`: interval, timeout, healthy, unhealthy. */
const healthCheckOf = (check: HealthCheckDocument): string =>
  `${check.protocol} ${check.path ?? "-"} ${check.port} ${check.intervalSeconds}/${check.timeoutSeconds}/${check.healthyThreshold}/${check.unhealthyThreshold} ${check.matcher ?? "-"}`;
