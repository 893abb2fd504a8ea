import { LineCollector } from "#cli/line-collector.ts";
import { localCertificates } from "#cli/local-certificates.ts";
import type { ElectionChoice } from "#cli/serve/election.ts";
import { type RunningWebhook, runWebhook } from "#cli/serve/running-webhook.ts";
import { certificateInMemory } from "#server/certificate-source.ts";
import type { KeyPair } from "#server/key-pair.ts";

export interface LocalWebhookGiven {
  readonly configFile: string;
  readonly kubeconfig: string;
  readonly election?: ElectionChoice | undefined;
}

export interface LocalWebhook {
  readonly webhook: RunningWebhook;
  readonly log: LineCollector;
  /** PEM, of who issued its certificate. */
  readonly ca: string;
  readonly leaf: KeyPair;
}

/** Outlive in this process, at ports of 127.0.0.1 that the system chooses. */
export async function startLocalWebhook({ configFile, kubeconfig, election }: LocalWebhookGiven): Promise<LocalWebhook> {
  const { authority, leaf } = await localCertificates({ dns: ["localhost"], ip: ["127.0.0.1"] }, 1, new Date());
  const log = new LineCollector();
  const webhook = await runWebhook(
    {
      configFile,
      kubeconfig,
      context: undefined,
      host: "127.0.0.1",
      port: 0,
      metricsPort: 0,
      certificates: certificateInMemory(leaf),
      ownNamespace: undefined,
      election,
    },
    log,
    () => {},
  );
  return { webhook, log, ca: authority.certificate, leaf };
}
