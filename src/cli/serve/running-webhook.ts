import { createAdmission } from "#admission/admit.ts";
import { withTimeout } from "#certificates/with-timeout.ts";
import type { LoadedConfiguration } from "#cli/configuration-file.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import { version } from "#cli/version.ts";
import { systemClock } from "#clock/clock.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { followServerVersion } from "#kubernetes/watch/server-version.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { plus, seconds } from "#model/findings/seconds.ts";
import { allObservers } from "#server/admission-observer.ts";
import type { LineOutput } from "#server/buffered-output.ts";
import type { CertificateSource } from "#server/certificate-source.ts";
import {
  type ClientAuthoritiesEvent,
  followClientAuthorities,
  readClientAuthorities,
} from "#server/clients/client-authorities.ts";
import { createDrain } from "#server/drain.ts";
import { watchEventLoop } from "#server/limits/event-loop-lag.ts";
import { createLog, type Log, logDecisions } from "#server/log.ts";
import { createMetrics, type Metrics } from "#server/metrics.ts";
import { serveMetrics } from "#server/metrics-server.ts";
import type { PlainServer } from "#server/plain-server.ts";
import { type AdmissionServer, createServer } from "#server/server.ts";
import { endOnSignal } from "#server/shutdown.ts";
import { watchCertificate } from "#server/tls.ts";
import type { Configuration } from "#settings/read-settings.ts";
import { startAwsFacts } from "./aws-facts.ts";
import { type BackgroundWork, startBackgroundWork } from "./background-work.ts";
import type { SelfCertificatesChoice } from "./certificate-choice.ts";
import { type ConfigurationEvent, watchConfiguration } from "./configuration-watcher.ts";
import { watchController } from "./controller-watch.ts";
import { type ElectionChoice, electionFor, takePart } from "./election.ts";
import { startGates } from "./gates.ts";
import { withOwnNamespace } from "./own-namespace.ts";
import type { KeptCertificates } from "./self-certificates.ts";

export interface WebhookChoice {
  readonly configFile: string | undefined;
  /** What the file held a moment ago; without it, it is read. */
  readonly loaded?: LoadedConfiguration;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** Over what the configuration file says, where given. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly metricsPort: number | undefined;
  readonly certificates: CertificateSource | SelfCertificatesChoice;
  /** The namespace that the webhook itself runs in, never in scope. */
  readonly ownNamespace: string | undefined;
  /** How it is elected; without it, as its certificates are, or from where it runs. */
  readonly election?: ElectionChoice | undefined;
}

export interface RunningWebhook {
  readonly port: number;
  readonly metricsPort: number;
  /** Undefined where the gates are off. */
  readonly gatesPort: number | undefined;
  readonly synced: () => boolean;
  /** Ends at once; signals end it with a drain. */
  stop(): Promise<void>;
}

/** What admissionregistration.k8s.io/v1 gives a webhook that states no timeoutSeconds. */
const defaultTimeoutMs = 10_000;

/** Enough to write an answer and bring it to the API server. */
const deadlineMarginMs = 50;

/** An API server that does not respond must not hold up the end; what it was asked is given up, and a Lease that was held expires. */
const longestEndMs = 5_000;

/** The one place where a webhook is put together from its parts. */
export async function runWebhook(
  choice: WebhookChoice,
  output: LineOutput & { droppedLines?(): number },
  exit: (code: number) => void,
): Promise<RunningWebhook> {
  const own = (read: Configuration): Configuration => withOwnNamespace(read, choice.ownNamespace);
  const onConfiguration = (event: ConfigurationEvent): void => {
    if (event.event === "restart-needed")
      return void log.warn("aws, server, tls, log, reports, restart or gates settings changed; restart to apply");
    metrics.configReload(event.event);
    if (event.event === "reloaded") log.info("configuration reloaded");
    else log.error({ reason: event.reason }, "new configuration rejected; the old one stays in effect");
  };
  const configuration = watchConfiguration(choice.configFile, own, onConfiguration, choice.loaded);
  const { aws: awsSettings, server: sockets, tls, log: logging, reports, restart, gates: gateSettings } = configuration.current();
  const log = createLog(logging.level, output);
  const client = clientFor(choice);
  const live = new LiveView({
    kinds: watchedKinds,
    client,
    clock: systemClock,
    random: Math.random,
    onError: (kind, error) => log.warn({ kind, error: error.message }, "watch failed; retrying"),
    onTooCostly: (kind, { namespace, name }) =>
      log.warn({ kind, namespace, name }, "object too large to be read; decisions that depend on it fail open"),
  });
  const clientAuthorities = clientAuthoritiesOf(sockets.clientCAFile);
  const lag = watchEventLoop(systemClock);
  const drain = createDrain(sockets.drain, systemClock);
  const metrics: Metrics = createMetrics({
    version,
    synced: () => live.synced(),
    caches: () => live.status(),
    certificateExpiryMs: () => certificate.servedCertificate().notAfterMs,
    authorityExpiryMs: () => certificates.authorityExpiryMs(),
    draining: drain.begun,
    eventLoopLagSeconds: lag.longestSeconds,
    logLinesDropped: () => output.droppedLines?.() ?? 0,
    aws: () => aws && { targetGroups: aws.size(), oldestSeconds: aws.oldestSeconds() },
  });
  const aws = startAwsFacts(awsSettings, { live, configuration: configuration.current, log, metrics });
  // Not in this turn, of which the rest, where certificates are files, goes into listening.
  const reading = setImmediate(() => live.start());
  const serverVersion = followServerVersion({ client, clock: systemClock, random: Math.random });
  const election = electionFor(choice, reports.enabled || reports.events || restart.onNewRoute);
  const leadership =
    election && takePart(election, tls.leaseName, { client, log, onFailure: () => metrics.audit.problem("lease") });
  const certificates = await certificatesOf(choice, async (self) =>
    (await import("./self-certificates.ts")).startSelfCertificates(self, tls, {
      client,
      leaderElection: { take: () => leadership?.take() ?? Promise.resolve(false), release: () => Promise.resolve() },
      log,
      onRotation: metrics.certificateRotation,
      onFailure: metrics.certificateFailure,
    }),
  );
  const certificate = watchCertificate({
    source: certificates.source,
    clock: systemClock,
    onEvent: (event) => {
      metrics.certificateReload(event.event);
      if (event.event === "reloaded") log.info("serving certificate reloaded");
      else log.error({ reason: event.reason }, "new serving certificate rejected; still serving the old one");
    },
  });
  const admission = createAdmission({
    view: live.view,
    synced: () => live.synced() && serverVersion.attempted(),
    serverVersion: serverVersion.known,
    ...(aws === undefined ? {} : { awsFacts: aws.facts }),
    configuration: configuration.current,
  });
  const background: BackgroundWork = startBackgroundWork({
    client,
    live,
    configuration: configuration.current,
    serverVersion: serverVersion.known,
    awsFacts: aws?.timelessFacts,
    leadership,
    election,
    metrics: metrics.audit,
    log,
  });
  const server = createServer({
    handler: admission.handle,
    onFailure: admission.fail,
    observer: allObservers([logDecisions(log, output), metrics]),
    clock: systemClock,
    lag,
    limits: { body: sockets.bodyLimit, bodies: sockets.bodyBudget, connections: sockets.maxConnections },
    clients: clientAuthorities === undefined ? undefined : { authorities: clientAuthorities, names: sockets.clientNames },
    defaultTimeoutMs,
    deadlineMarginMs,
    readiness: () => [
      ...(live.synced() ? [] : ["the cluster has not been read yet"]),
      ...[
        drain.notReadyReason(),
        certificate.notReadyReason(),
        certificates.notReadyReason(certificate.servedCertificate().fingerprint),
      ].filter((reason) => reason !== undefined),
    ],
    keyPair: certificate.keyPair(),
    beforeClose: drain.over,
  });
  certificate.follow((pair) => server.useKeyPair(pair));
  const unfollowClients = followClients(sockets.clientCAFile, server, log);
  const sides = await listenOn(server, metrics, choice, sockets);
  log.info({ port: sides.port, metricsPort: sides.metrics.port }, "listening");
  const gates = await startGates(gateSettings, choice.host ?? sockets.host, {
    client,
    live,
    configuration: configuration.current,
    serverVersion: serverVersion.known,
    awsFacts: aws?.facts,
    metrics,
    log,
  });
  const unfollowController = watchController({
    context: () => ({ view: live.view, ...configuration.current() }),
    synced: live.synced.bind(live),
    clock: systemClock,
    log,
  });
  const closeRest = async (): Promise<void> => {
    clearImmediate(reading);
    unfollowController();
    certificate.close();
    unfollowClients();
    lag.stop();
    configuration.close();
    const asking = Promise.all([background.stop(), certificates.stop(), live.stop(), serverVersion.stop()]);
    // Not before: nobody may act as the leader when the next replica does.
    await withTimeout(
      longestEndMs,
      asking.then(() => leadership?.stop()),
      systemClock,
    );
    await Promise.all([aws?.stop(), sides.metrics.close(), gates?.close()]);
    await client.close();
  };
  const release = endOnSignal({
    signals: process,
    clock: systemClock,
    drain,
    server,
    closeRest,
    maximum: plus(sockets.drain, seconds(10)),
    exit,
    onEvent: (event) => log.info(event, "shutdown"),
  });
  return {
    port: sides.port,
    metricsPort: sides.metrics.port,
    gatesPort: gates?.port,
    synced: () => live.synced(),
    stop: async () => {
      release();
      await server.close();
      await closeRest();
    },
  };
}

function clientAuthoritiesOf(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readClientAuthorities(file);
  } catch (error) {
    throw new CommandError((error as Error).message, exitCodes.unreadable);
  }
}

function followClients(file: string | undefined, server: AdmissionServer, log: Log): () => void {
  if (file === undefined) return () => {};
  const onEvent = (event: ClientAuthoritiesEvent): void => {
    if (event.event === "reloaded") log.info("client certificate authorities reloaded");
    else log.error({ reason: event.reason }, "new client CA file rejected; the old one stays in effect");
  };
  return followClientAuthorities({ file, clock: systemClock, onEvent }, server.useClientAuthorities);
}

async function certificatesOf(
  { certificates }: WebhookChoice,
  startSelf: (choice: SelfCertificatesChoice) => Promise<KeptCertificates>,
): Promise<KeptCertificates> {
  if ("kind" in certificates) return startSelf(certificates);
  const nothing = (): undefined => undefined;
  return { source: certificates, notReadyReason: nothing, authorityExpiryMs: nothing, stop: () => Promise.resolve() };
}

function clientFor({ kubeconfig, context }: WebhookChoice): ApiClient {
  try {
    return createClient({ kubeconfig, context });
  } catch (error) {
    throw new CommandError((error as Error).message, exitCodes.unreadable);
  }
}

type Sockets = ReturnType<ReturnType<typeof watchConfiguration>["current"]>["server"];

async function listenOn(
  server: AdmissionServer,
  metrics: Metrics,
  choice: WebhookChoice,
  sockets: Sockets,
): Promise<{ readonly port: number; readonly metrics: PlainServer }> {
  const host = choice.host ?? sockets.host;
  const port = choice.port ?? sockets.port;
  const metricsPort = choice.metricsPort ?? sockets.metricsPort;
  try {
    return { port: await server.listen(host, port), metrics: await serveMetrics(metrics, host, metricsPort) };
  } catch (error) {
    const { code, port: taken } = error as NodeJS.ErrnoException & { port?: number };
    const what =
      code === "EADDRINUSE"
        ? `port ${taken ?? port} is in use; choose another with --port or --metrics-port`
        : (error as Error).message;
    throw new CommandError(`cannot listen on ${host}: ${what}`, exitCodes.unreadable);
  }
}
