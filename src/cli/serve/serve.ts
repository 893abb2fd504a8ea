import { Command, InvalidArgumentError } from "commander";
import { loadConfigurationText } from "#cli/configuration-file.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import { systemClock } from "#clock/clock.ts";
import { bufferedOutput } from "#server/buffered-output.ts";
import { type CertificateSource, certificateFiles } from "#server/certificate-source.ts";
import { inspectKeyPair } from "#server/key-pair.ts";
import type { Configuration } from "#settings/read-settings.ts";
import { defaultPace, type SelfCertificatesChoice } from "./certificate-choice.ts";
import { ownIdentity, ownNamespaceFor } from "./election.ts";
import { runWebhook } from "./running-webhook.ts";

interface ServeOptions {
  readonly config?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly host?: string;
  readonly port?: number;
  readonly metricsPort?: number;
  readonly certificate?: string;
  readonly key?: string;
}

export const serveCommand = (): Command =>
  new Command("serve")
    .description("serve the admission webhook over HTTPS")
    .option("--config <file>", "configuration file (YAML), reloaded when it changes")
    .option("--kubeconfig <file>", "kubeconfig file (default: KUBECONFIG, then ~/.kube/config, then the Pod's ServiceAccount)")
    .option("--context <name>", "kubeconfig context")
    .option("--host <address>", "address to listen on (overrides server.host)")
    .option("--port <number>", "HTTPS port (overrides server.port); 0 picks a free port", portNumber)
    .option("--metrics-port <number>", "plain HTTP port for /metrics (overrides server.metricsPort)", portNumber)
    .option("--certificate <file>", "PEM certificate chain (overrides server.certificateFile)")
    .option("--key <file>", "PEM private key (overrides server.keyFile)")
    .action((options: ServeOptions) => serve(options));

async function serve(options: ServeOptions): Promise<void> {
  const loaded = loadConfigurationText(options.config);
  const { configuration } = loaded;
  const output = bufferedOutput(1);
  process.on("exit", output.flushSync);
  const ownNamespace = process.env["POD_NAMESPACE"];
  const running = runWebhook(
    {
      configFile: options.config,
      loaded,
      kubeconfig: options.kubeconfig,
      context: options.context,
      host: options.host,
      port: options.port,
      metricsPort: options.metricsPort,
      certificates: configuration.tls.mode === "self" ? ownCertificates(ownNamespace) : filesOf(options, configuration),
      ownNamespace,
    },
    output,
    process.exit,
  );
  await running.catch((error: unknown) => {
    // Watches that have begun would keep the process alive after the error has been reported.
    setImmediate(() => process.exit());
    throw error;
  });
}

function filesOf(options: ServeOptions, { server }: Configuration): CertificateSource {
  const files = certificateFiles({
    certificateFile: options.certificate ?? server.certificateFile,
    keyFile: options.key ?? server.keyFile,
  });
  const problem = problemOf(files);
  if (problem !== undefined)
    throw new CommandError(`${problem}; create a pair for local use with "outlive certs"`, exitCodes.unreadable);
  return files;
}

/** Seen before anything is started, so that nothing has to be ended for it. */
function problemOf(files: CertificateSource): string | undefined {
  try {
    const inspection = inspectKeyPair(files.read());
    return inspection.usable ? undefined : `the serving certificate cannot be used: ${inspection.reason}`;
  } catch (error) {
    return (error as Error).message;
  }
}

function ownCertificates(ownNamespace: string | undefined): SelfCertificatesChoice {
  const namespace = ownNamespaceFor("tls.mode self stores certificates", ownNamespace);
  return { kind: "self", namespace, identity: ownIdentity(), clock: systemClock, pace: defaultPace };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("expected a port number from 0 to 65535");
  return port;
}
