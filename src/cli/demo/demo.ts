import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { LineCollector } from "#cli/line-collector.ts";
import { localCertificates } from "#cli/local-certificates.ts";
import { type RunningWebhook, runWebhook } from "#cli/serve/running-webhook.ts";
import { webhookConfigurations } from "#cli/serve/webhook-configurations.ts";
import { webhooksReady } from "#cli/serve/webhook-probe.ts";
import { certificateInMemory } from "#server/certificate-source.ts";
import { demoAudit, demoCost, demoEnforce, demoPods, demoWarn } from "./demo-chapters.ts";
import { demoModes, ingressClass, ingressClassName, madeHereSelector, namespace, namespaceOf } from "./demo-manifests.ts";
import { DemoScreen } from "./demo-screen.ts";
import { apply, type Stage, until } from "./demo-stage.ts";
import { showSummary } from "./demo-summary.ts";
import { type Kubectl, kubectlOf } from "./kubectl.ts";

interface DemoOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly keep?: boolean;
}

export const demoCommand = (): Command =>
  new Command("demo")
    .description(
      "demonstrate the webhook on a cluster whose API server can reach this machine's loopback address, as in `make demo`",
    )
    .option("--kubeconfig <file>", "kubeconfig file (default: KUBECONFIG, then ~/.kube/config)")
    .option("--context <name>", "kubeconfig context")
    .option("--keep", "keep the webhook and the namespaces until Ctrl-C")
    .action((options: DemoOptions) => demo(options));

async function demo({ kubeconfig, context, keep = false }: DemoOptions): Promise<void> {
  const screen = new DemoScreen(process.stdout);
  const log = new LineCollector();
  const kubectl = kubectlOf(kubeconfig, context);
  const { authority, leaf } = await localCertificates({ dns: ["localhost"], ip: ["127.0.0.1"] }, 1, new Date());
  const webhook = await runWebhook(
    {
      configFile: undefined,
      kubeconfig,
      context,
      host: "127.0.0.1",
      port: 0,
      metricsPort: 0,
      certificates: certificateInMemory(leaf),
      ownNamespace: undefined,
    },
    log,
    (code) => process.exit(code),
  );
  const cluster = [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
  ];
  const stage: Stage = { kubectl, screen, log, cluster };
  try {
    await prepare(stage, webhook, authority.certificate);
    await demoPods(stage);
    await demoEnforce(stage);
    await demoWarn(stage);
    await demoAudit(stage, webhook.metricsPort);
    showSummary(screen, await demoCost(stage));
    if (keep) await waitForSignal(stage, webhook);
  } finally {
    screen.step("cleaning up");
    await takeAway(kubectl);
    await webhook.stop();
    screen.done();
  }
}

async function prepare(stage: Stage, webhook: RunningWebhook, caBundle: string): Promise<void> {
  const { screen, kubectl } = stage;
  screen.step("reading the cluster");
  await until(
    () => Promise.resolve(webhook.synced()),
    "the cluster could not be read within 30 s; run with --keep to see the log",
  );
  screen.step("creating one namespace for each mode");
  const { code: missing } = await kubectl(["get", "ingressclass", ingressClassName]);
  await apply(kubectl, [...(missing === 0 ? [] : [ingressClass]), ...demoModes.map(namespace)]);
  screen.step(`registering the webhook at https://127.0.0.1:${webhook.port}`);
  await apply(kubectl, webhookConfigurations({ url: `https://127.0.0.1:${webhook.port}`, caBundle }));
  await until(
    () => webhooksReady(kubectl, namespaceOf("enforce")),
    "the API server does not call the webhook. Can it reach this machine's loopback address?",
  );
  screen.done();
}

async function waitForSignal({ screen, log }: Stage, webhook: RunningWebhook): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "outlive-demo-"));
  const logFile = join(folder, "webhook.log");
  writeFileSync(logFile, log.text());
  log.follow((lines) => appendFileSync(logFile, lines));
  screen.text(
    "",
    `Still running: the webhook on port ${webhook.port}, namespaces ${demoModes.map(namespaceOf).join(", ")}. In another terminal:`,
    ...(process.env["KUBECONFIG"] === undefined ? [] : [`  export KUBECONFIG=${process.env["KUBECONFIG"]}`]),
    `  kubectl -n ${namespaceOf("enforce")} get pods,ingress`,
    `  kubectl -n ${namespaceOf("enforce")} apply -f YOUR-MANIFESTS    # with IngressClass ${ingressClassName}`,
    `  tail -f ${logFile}    # decisions of the webhook`,
    `  curl http://127.0.0.1:${webhook.metricsPort}/metrics`,
    "Ctrl-C stops the webhook and deletes everything.",
  );
  await new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  rmSync(folder, { recursive: true });
}

async function takeAway(kubectl: Kubectl): Promise<void> {
  await kubectl(["delete", "--ignore-not-found", "mutatingwebhookconfiguration,validatingwebhookconfiguration", "outlive"]);
  await kubectl(["delete", "--ignore-not-found", "--wait=false", "namespace", ...demoModes.map(namespaceOf)]);
  await kubectl(["delete", "--ignore-not-found", "ingressclass", "--selector", madeHereSelector]);
}
