/** The chapters of the demo, in order. Each shows what kubectl shows. */

import { explainCommand } from "#cli/explain/explain.ts";
import { processIo } from "#cli/io.ts";
import { keys } from "#model/settings/keys.ts";
import { podDiff } from "./demo-diff.ts";
import { type DemoMode, deployment, namespaceOf, routes } from "./demo-manifests.ts";
import { apply, type Stage, until } from "./demo-stage.ts";

const appliedRoutes = async ({ kubectl }: Stage, mode: DemoMode): Promise<void> => {
  await apply(kubectl, routes(mode));
};

/** Waits until the Deployment's controller has made its Pods, and gives one as it is stored. */
async function storedPod({ kubectl }: Stage, mode: DemoMode): Promise<unknown> {
  let items: readonly unknown[] = [];
  await until(async () => {
    const { stdout } = await kubectl(["-n", namespaceOf(mode), "get", "pods", "-l", "app=shop", "-o", "json"]);
    items = (JSON.parse(stdout || '{"items":[]}') as { items: unknown[] }).items;
    return items.length === 2;
  }, "the Deployment's Pods were not created. Is a controller manager running?");
  return items[0];
}

export async function demoPods(stage: Stage): Promise<void> {
  const { screen, kubectl } = stage;
  screen.title("A Deployment behind an Ingress, mode enforce");
  screen.text(
    "Service, Ingress with deregistration_delay.timeout_seconds=35, and a Deployment without any termination settings:",
  );
  await appliedRoutes(stage, "enforce");
  screen.command(`kubectl -n ${namespaceOf("enforce")} apply -f shop.yaml`);
  screen.output(await apply(kubectl, [deployment("enforce")]));
  const pod = await storedPod(stage, "enforce");
  screen.text("", "The Pod in its manifest, and as stored in the cluster:", "");
  screen.diff(podDiff(deployment("enforce"), pod));
}

export async function demoEnforce(stage: Stage): Promise<void> {
  const { screen, kubectl } = stage;
  screen.title("Someone raises the delay to 300 s while those Pods run");
  await raise(stage, "enforce");
  screen.text("", "The first step that the message gives:");
  const annotate = ["-n", namespaceOf("enforce"), "annotate", "ingress/shop", `${keys.nextDeregistrationDelay}=300`];
  screen.command(`kubectl ${annotate.join(" ")}`);
  screen.output((await kubectl(annotate)).shown);
}

export async function demoWarn(stage: Stage): Promise<void> {
  const { screen, kubectl } = stage;
  screen.title("The same in mode warn: nothing is changed or denied, everything is a warning");
  await appliedRoutes(stage, "warn");
  screen.command(`kubectl -n ${namespaceOf("warn")} apply -f shop.yaml`);
  screen.output(await apply(kubectl, [deployment("warn")]));
  await storedPod(stage, "warn");
  screen.text("", "What happens when one of its Pods is deleted, now and in enforce mode:");
  screen.command(`outlive explain deployment/shop -n ${namespaceOf("warn")}`);
  await explainCommand(processIo()).parseAsync(["deployment/shop", "-n", namespaceOf("warn"), ...stage.cluster], {
    from: "user",
  });
  screen.text("");
  await raise(stage, "warn");
}

export async function demoAudit(stage: Stage, metricsPort: number): Promise<void> {
  const { screen, kubectl, log } = stage;
  screen.title("The same in mode audit: the client sees nothing, the decision is recorded");
  await appliedRoutes(stage, "audit");
  screen.command(`kubectl -n ${namespaceOf("audit")} apply -f shop.yaml`);
  screen.output(await apply(kubectl, [deployment("audit")]));
  await storedPod(stage, "audit");
  await raise(stage, "audit");
  const line = log.find(
    ({ namespace, kind, result }) => namespace === namespaceOf("audit") && kind === "Pod" && result === "recorded",
  );
  screen.text("", "A log line:");
  screen.output(JSON.stringify(line ?? {}, undefined, 1));
  screen.text("", "The metrics:");
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const recorded = metrics
    .split("\n")
    .filter((each) => each.startsWith("outlive_admission_requests_total"))
    .filter((each) => each.includes('mode="audit"') && each.includes('result="recorded"'));
  screen.text(...recorded.map((each) => `  ${each}`));
}

const rate = 50;

/** The Deployment in mode warn is as its manifest says it. Gives the sentence that says how many requests its roll-out loses. */
export async function demoCost(stage: Stage): Promise<string> {
  const { screen } = stage;
  screen.title("What it comes to: how many requests each roll-out loses");
  await setDelay(stage, "warn", 35);
  const args = ["deployment/shop", "-n", namespaceOf("warn"), "--rate", String(rate)];
  screen.text("", "The Deployment in mode warn, to which nothing was done:");
  screen.command(`outlive explain ${args.join(" ")}`);
  let shown = "";
  const stdout = { write: (text: string) => (shown += text) };
  await explainCommand({ ...processIo(), stdout }).parseAsync([...args, ...stage.cluster], { from: "user" });
  const said = paragraph(shown, "A roll-out");
  screen.output(said);
  const [sentence = ""] = said
    .split("\n")
    .slice(1)
    .join(" ")
    .split(/(?<=\.) /);
  return sentence;
}

/** From its title to the next blank line. */
function paragraph(text: string, title: string): string {
  const lines = text.split("\n");
  const from = lines.indexOf(title);
  const to = lines.indexOf("", from);
  return from < 0 ? "" : lines.slice(from, to < 0 ? undefined : to).join("\n");
}

const raise = (stage: Stage, mode: DemoMode): Promise<void> => setDelay(stage, mode, 300);

async function setDelay({ screen, kubectl }: Stage, mode: DemoMode, seconds: number): Promise<void> {
  const setting = `alb.ingress.kubernetes.io/target-group-attributes=deregistration_delay.timeout_seconds=${seconds}`;
  const args = ["-n", namespaceOf(mode), "annotate", "--overwrite", "ingress/shop", setting];
  screen.command(`kubectl ${args.join(" ")}`);
  screen.output((await kubectl(args)).shown);
}
