/** On which ports the load balancer of a group listens, and whether HTTP is only redirected. */
import { albPrefix, findAnnotation } from "#load-balancers/attributes/annotations.ts";
import { readGoJson } from "#load-balancers/attributes/go-json.ts";
import { parseInt32 } from "#load-balancers/attributes/go-values.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { GroupMember } from "./group.ts";

export type ListenerProtocol = "HTTP" | "HTTPS";

export interface Listener {
  readonly port: number;
  readonly protocol: ListenerProtocol;
  /** Members that want this port, in group order; the rules of the listener come from them. */
  readonly members: readonly GroupMember[];
  /** Redirects every request to HTTPS and has no rules. */
  readonly redirectsOnly: boolean;
}

const listenPorts = "listen-ports";
const sslRedirect = "ssl-redirect";

export function listenersOf(members: readonly GroupMember[], problems: Problem[]): readonly Listener[] {
  const byPort = new Map<number, { readonly protocol: ListenerProtocol; readonly members: GroupMember[] }>();
  const conflicts = new Map<number, GroupMember[]>();
  for (const member of members) {
    for (const [port, protocol] of portsOf(member, problems)) {
      const listener = byPort.get(port);
      if (listener === undefined) byPort.set(port, { protocol, members: [member] });
      else if (listener.protocol === protocol) listener.members.push(member);
      else (conflicts.get(port) ?? fresh(conflicts, port)).push(member);
    }
  }
  for (const found of conflictProblems(conflicts, byPort)) problems.push(found);
  for (const found of overQuota(members, byPort)) problems.push(found);
  const redirected = redirectsToHttps(members, byPort, problems);
  return [...byPort].map(([port, { protocol, members: listening }]) => ({
    port,
    protocol,
    members: listening,
    redirectsOnly: redirected && protocol === "HTTP",
  }));
}

function fresh<K, T>(lists: Map<K, T[]>, key: K): T[] {
  const list: T[] = [];
  lists.set(key, list);
  return list;
}

/** Ports are wanted one by one, and the first few that conflict tell a member all that it needs to know. */
const mostConflicts = 5;

function* conflictProblems(
  conflicts: ReadonlyMap<number, readonly GroupMember[]>,
  byPort: ReadonlyMap<number, { readonly members: readonly GroupMember[] }>,
): Generator<Problem, void, undefined> {
  const reported = new Map<GroupMember, number>();
  for (const [port, others] of conflicts) {
    const listening = byPort.get(port)?.members ?? [];
    const claimants = [...listening, ...others];
    const open = claimants.filter((member) => (reported.get(member) ?? 0) < mostConflicts);
    if (open.length === 0) continue;
    const names = claimants.map(({ ingress }) => printRef(refOf(ingress.meta)));
    const details = { port: String(port), members: nameSome(names, names.length) };
    for (const member of open) {
      reported.set(member, (reported.get(member) ?? 0) + 1);
      yield problem("listen-ports-conflict", refOf(member.ingress.meta), `${albPrefix}/${listenPorts}`, details);
    }
  }
}

/** AWS makes no more listeners for one load balancer unless the quota is raised (ELB user guide, quotas of an ALB: adjustable). */
const mostListeners = 50;

function* overQuota(members: readonly GroupMember[], byPort: ReadonlyMap<number, unknown>): Generator<Problem, void, undefined> {
  if (byPort.size <= mostListeners) return;
  for (const { ingress } of members) {
    const found = findAnnotation(ingress.meta.annotations, [albPrefix], listenPorts);
    if (found === undefined) continue;
    yield problem("listeners-over-quota", refOf(ingress.meta), found.key, { count: String(byPort.size) });
  }
}

function portsOf({ ingress, params }: GroupMember, problems: Problem[]): ReadonlyMap<number, ListenerProtocol> {
  const found = findAnnotation(ingress.meta.annotations, [albPrefix], listenPorts);
  if (found === undefined) {
    const certificates = findAnnotation(ingress.meta.annotations, [albPrefix], "certificate-arn")?.value ?? "";
    const tls = params?.hasCertificates === true || certificates.split(",").some((arn) => arn.trim() !== "");
    return new Map([tls ? [443, "HTTPS"] : [80, "HTTP"]]);
  }
  const reading = readGoJson(found.value, readEntries);
  const reason = reading.ok ? flawOfEntries(reading.value) : reading.reason;
  if (reason !== undefined) {
    problems.push(problem("listen-ports-invalid", refOf(ingress.meta), found.key, { text: found.value, reason }));
  }
  return new Map(
    reading.ok && reason === undefined ? reading.value.map(([protocol, port]) => [port, protocol as ListenerProtocol]) : [],
  );
}

/** `[{"HTTP": 80}, {"HTTPS": 443}]`; keys of a Go map are matched exactly. */
function readEntries(value: unknown): readonly (readonly [string, number])[] {
  if (!Array.isArray(value)) return [];
  if (value.length > mostEntries) return value.map(() => ["HTTP", 0] as const);
  return value.flatMap((entry: unknown) =>
    typeof entry === "object" && entry !== null
      ? Object.entries(entry).map(([protocol, port]) => [protocol, typeof port === "number" ? port : Number.NaN] as const)
      : [],
  );
}

/** Far beyond the quota of AWS, raised or not. */
const mostEntries = 1_000;

function flawOfEntries(entries: readonly (readonly [string, number])[]): string | undefined {
  if (entries.length === 0) return "empty listen-ports configuration";
  if (entries.length > mostEntries) return `${entries.length} listeners, and no load balancer has more than ${mostEntries}`;
  for (const [protocol, port] of entries) {
    if (!Number.isInteger(port) || port < 1 || port > 65535) return `listen port must be within [1, 65535]: ${port}`;
    if (protocol !== "HTTP" && protocol !== "HTTPS") return `listen protocol must be within [HTTP, HTTPS]: ${protocol}`;
  }
  return undefined;
}

type Ports = ReadonlyMap<number, { readonly protocol: ListenerProtocol }>;

function redirectsToHttps(members: readonly GroupMember[], ports: Ports, problems: Problem[]): boolean {
  const wanted = members.flatMap((member) => redirectOf(member, problems) ?? []);
  const distinct = [...new Set(wanted.map(({ port }) => port))];
  const [port] = distinct;
  if (port === undefined) return false;
  const reason =
    distinct.length > 1
      ? `conflicting sslRedirect port: ${nameSome(distinct.sort((a, b) => a - b).map(String), distinct.length, " | ")}`
      : ports.get(port) === undefined
        ? `listener does not exist for SSLRedirect port: ${port}`
        : ports.get(port)?.protocol === "HTTP"
          ? `listener protocol non-SSL for SSLRedirect port: ${port}`
          : undefined;
  if (reason === undefined) return true;
  for (const { member, field } of wanted) {
    problems.push(problem("ssl-redirect-invalid", refOf(member.ingress.meta), field, { port: String(port), reason }));
  }
  return false;
}

function redirectOf(member: GroupMember, problems: Problem[]): { member: GroupMember; port: number; field: string } | undefined {
  const { ingress, params } = member;
  if (params?.sslRedirectPort !== undefined) {
    const port = parseInt32(params.sslRedirectPort);
    return port === undefined
      ? undefined
      : { member, port, field: `IngressClassParams ${params.meta.name} spec.sslRedirectPort` };
  }
  const found = findAnnotation(ingress.meta.annotations, [albPrefix], sslRedirect);
  if (found === undefined) return undefined;
  const port = parseInt32(found.value);
  if (port !== undefined) return { member, port, field: found.key };
  problems.push(problem("integer-unparsable", refOf(ingress.meta), found.key, { value: found.value }));
  return undefined;
}
