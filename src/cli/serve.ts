import { Command, InvalidArgumentError } from "commander";
import { bufferedOutput } from "#server/buffered-output.ts";
import { certificateFiles } from "#server/certificate-source.ts";
import { loadConfiguration } from "./configuration-file.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
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
    .description("answer admission reviews over HTTPS")
    .option("--config <file>", "configuration file (YAML); read again when it changes")
    .option("--kubeconfig <file>", "cluster to watch; else KUBECONFIG, ~/.kube/config, or the Pod's ServiceAccount")
    .option("--context <name>", "context of the kubeconfig")
    .option("--host <address>", "address to listen on, over the configuration's server.host")
    .option("--port <number>", "HTTPS port, over server.port; 0 takes a free one", portNumber)
    .option("--metrics-port <number>", "plain HTTP port of /metrics, over server.metricsPort", portNumber)
    .option("--certificate <file>", "PEM certificate chain, over server.certificateFile")
    .option("--key <file>", "PEM private key, over server.keyFile")
    .action((options: ServeOptions) => serve(options));

async function serve(options: ServeOptions): Promise<void> {
  const { server } = loadConfiguration(options.config);
  const output = bufferedOutput(1);
  process.on("exit", output.flushSync);
  const certificates = certificateFiles({
    certificateFile: options.certificate ?? server.certificateFile,
    keyFile: options.key ?? server.keyFile,
  });
  try {
    certificates.read();
  } catch (error) {
    throw new CommandError(`${(error as Error).message}; "outlive certs" makes a pair for local use`, exitCodes.unreadable);
  }
  await runWebhook(
    {
      configFile: options.config,
      kubeconfig: options.kubeconfig,
      context: options.context,
      host: options.host,
      port: options.port,
      metricsPort: options.metricsPort,
      certificates,
      ownNamespace: process.env["POD_NAMESPACE"],
    },
    output,
    process.exit,
  );
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("expected a port number from 0 to 65535");
  return port;
}
