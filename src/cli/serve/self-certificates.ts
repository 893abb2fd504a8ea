import { isIP } from "node:net";
import type { Logger } from "pino";
import type { LeaderElection } from "#certificates/certificate-ports.ts";
import type { FailedWork } from "#certificates/self-certificate-event.ts";
import { SelfCertificates } from "#certificates/self-certificates.ts";
import { withTimeout } from "#certificates/with-timeout.ts";
import { localCertificates } from "#cli/local-certificates.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { secretEntries } from "#kubernetes/api/secret-entries.ts";
import { webhookConfigurationBundles } from "#kubernetes/api/webhook-configuration-bundles.ts";
import type { CertificateSource } from "#server/certificate-source.ts";
import type { KeyPair } from "#server/key-pair.ts";
import type { Configuration } from "#settings/read-settings.ts";
import type { SelfCertificatesChoice } from "./certificate-choice.ts";
import { logSelfCertificates, type RotationCounter } from "./self-certificate-log.ts";

type TlsSettings = Configuration["tls"];

/** How long a start waits for the real certificate before it listens with one that nobody trusts, for probes and for whoever asks why. */
const longestStartMs = 2_000;

export interface KeptCertificates {
  readonly source: CertificateSource;
  /** Why API servers would not take the certificate of this fingerprint from us. */
  notReadyReason(servedFingerprint: string): string | undefined;
  /** Milliseconds since 1970. */
  authorityExpiryMs(): number | undefined;
  stop(): Promise<void>;
}

export async function startSelfCertificates(
  choice: SelfCertificatesChoice,
  tls: TlsSettings,
  tools: {
    readonly client: ApiClient;
    readonly leaderElection: LeaderElection;
    readonly log: Logger;
    readonly onRotation: RotationCounter;
    readonly onFailure: (work: FailedWork) => void;
  },
): Promise<KeptCertificates> {
  const { clock, pace } = choice;
  let pair: KeyPair | undefined;
  let changed = (): void => {};
  const names = namesOf(tls, choice.namespace);
  const certificates = new SelfCertificates({
    ...portsOf(choice, tls, tools.client),
    leaderElection: tools.leaderElection,
    clock,
    names,
    lifetimes: { authoritySeconds: tls.caLifetime, leafSeconds: tls.leafLifetime },
    propagationMs: pace.propagationMs,
    paceMs: pace.lookMs,
    waitingPaceMs: pace.waitingMs,
    onLeaf: ({ certificate, key }) => {
      pair = { certificate: certificate.pem, key };
      changed();
    },
    onEvent: logSelfCertificates(tools.log, tools.onRotation),
    onFailure: tools.onFailure,
  });
  await withTimeout(longestStartMs, certificates.start(), clock);
  const provisional = pair ?? (await localCertificates(names, 1, new Date(clock.nowMs()))).leaf;
  return {
    source: {
      read: () => pair ?? provisional,
      onChange: (listener) => {
        changed = listener;
        return () => {
          changed = () => {};
        };
      },
    },
    notReadyReason: (fingerprint) => certificates.notReadyReason(fingerprint),
    authorityExpiryMs: () => certificates.authorityExpiryMs(),
    stop: () => certificates.stop(),
  };
}

function portsOf({ namespace }: SelfCertificatesChoice, tls: TlsSettings, client: ApiClient) {
  const { secretName, webhookConfigurations } = tls;
  return {
    store: secretEntries(client, { namespace, name: secretName }),
    targets: [
      ...webhookConfigurations.mutating.map((name) => webhookConfigurationBundles(client, "MutatingWebhookConfiguration", name)),
      ...webhookConfigurations.validating.map((name) =>
        webhookConfigurationBundles(client, "ValidatingWebhookConfiguration", name),
      ),
    ],
  };
}

/** The API server calls a Service by `<name>.<namespace>.svc` (Kubernetes 1.36). */
const namesOf = ({ serviceName, extraNames }: TlsSettings, namespace: string) => ({
  dns: [`${serviceName}.${namespace}.svc`, ...extraNames.filter((name) => isIP(name) === 0)],
  ip: extraNames.filter((name) => isIP(name) !== 0),
});
