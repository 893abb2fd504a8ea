import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Logger } from "pino";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import { systemClock, type Timers } from "#clock/clock.ts";
import type { AuditPace } from "#continuous-audit/background-audit.ts";
import type { WritePace } from "#continuous-audit/write-pace.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { leaseElector } from "#kubernetes/api/lease-elector.ts";
import { Leadership } from "#kubernetes/leadership/leadership.ts";
import type { CertificateSource } from "#server/certificate-source.ts";
import { defaultPace, type SelfCertificatesChoice } from "./certificate-choice.ts";

/** How one replica is elected for what only one of them may do. */
export interface ElectionChoice {
  /** Where the Lease is: the namespace that the webhook runs in. */
  readonly namespace: string;
  /** Of this replica, unlike that of every other one. */
  readonly identity: string;
  readonly clock: Timers;
  /** Between two renewals. */
  readonly renewMs: number;
  /** After its holder is gone, the Lease is taken over at this age. */
  readonly leaseSeconds: number;
  /** Instead of the default ones. */
  readonly auditPace?: Partial<AuditPace>;
  readonly writePace?: Partial<WritePace>;
}

/** In a Pod the host name is the Pod's name, which no two replicas share; the rest tells two processes on one machine apart. */
export const ownIdentity = (): string => `${hostname()}_${randomUUID()}`;

/** @throws CommandError where it is not known; `setting` is what needs it */
export function ownNamespaceFor(setting: string, namespace: string | undefined): string {
  if (namespace !== undefined && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) return namespace;
  const given = namespace === undefined ? "which is not set" : `which is "${namespace}"`;
  throw new CommandError(
    `${setting} in the namespace in the variable POD_NAMESPACE, ${given}: set it with valueFrom.fieldRef metadata.namespace`,
    exitCodes.wrongUsage,
  );
}

/** What certificates say, else what follows from where the webhook runs; undefined where nothing needs a leader. */
export function electionFor(
  choice: {
    readonly election?: ElectionChoice | undefined;
    readonly certificates: CertificateSource | SelfCertificatesChoice;
    readonly ownNamespace: string | undefined;
  },
  needed: boolean,
): ElectionChoice | undefined {
  const { election, certificates } = choice;
  if (election !== undefined) return election;
  if ("kind" in certificates) {
    const { namespace, identity, clock, pace } = certificates;
    return { namespace, identity, clock, renewMs: pace.lookMs, leaseSeconds: pace.leaseSeconds };
  }
  if (!needed) return undefined;
  const namespace = ownNamespaceFor("reports and restarts elect a replica by a Lease", choice.ownNamespace);
  return {
    namespace,
    identity: ownIdentity(),
    clock: systemClock,
    renewMs: defaultPace.lookMs,
    leaseSeconds: defaultPace.leaseSeconds,
  };
}

interface ElectionTools {
  readonly client: ApiClient;
  readonly log: Logger;
  readonly onFailure: () => void;
}

export function takePart(choice: ElectionChoice, leaseName: string, { client, log, onFailure }: ElectionTools): Leadership {
  const { namespace, identity, clock, renewMs, leaseSeconds } = choice;
  const lease = { namespace, name: leaseName };
  const leadership = new Leadership({
    elector: leaseElector({ client, lease, identity, clock, durationSeconds: leaseSeconds }),
    clock,
    durationMs: leaseSeconds * 1000,
    renewMs,
    onChange: (leads) => log.debug(leads ? "leadership acquired" : "leadership lost"),
    onFailure,
  });
  leadership.start();
  return leadership;
}
