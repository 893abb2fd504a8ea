import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gateOf } from "../controller/gate-condition.ts";
import { routeOf, type SampleGiven } from "../sample/manifests.ts";
import { type TracedRun, traceRun } from "./evidence/traced-run.ts";
import { plainName } from "./plain-name.ts";
import type { Planned } from "./proof.ts";
import { byDeployment } from "./releases/release.ts";
import type { RunRecord } from "./run-record.ts";
import type { Scenario } from "./scenarios.ts";
import { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";
import type { Variant } from "./variants.ts";

export interface Run {
  readonly variant: Variant;
  readonly scenario: Scenario;
  readonly record: RunRecord;
}

/** Beyond a run's own times: starting Pods on a busy machine. */
const patienceMs = 240_000;
const calmMs = 2_000;
/** EKS Auto Mode has a kind of the same name. */
const bindings = "targetgroupbindings.elbv2.k8s.aws";

/** One scenario under load, in a namespace of its own, which is deleted afterwards whatever happens. */
export async function runScenario(stage: Stage, variant: Variant, scenario: Scenario, number: number): Promise<Run> {
  const { pace, interrupted } = stage;
  const namespace = `proof-${plainName(scenario.name)}-${number}`;
  const sample: SampleGiven = {
    namespace,
    application: variant.application,
    loadBalancer: variant.loadBalancer,
    targets: variant.targets ?? "ip",
    replicas: scenario.replicas,
    delaySeconds: variant.delaySeconds(pace),
    graceSeconds: pace.graceSeconds,
  };
  const signal = AbortSignal.any([AbortSignal.timeout(patienceMs + 600_000 * pace.factor), interrupted]);
  const scene = new Scene(stage.cluster, sample, signal);
  try {
    const group = await deploy(stage, scene, sample, { scenario, variant });
    return { variant, scenario, record: await underLoad(stage, scene, { group, namespace }, { scenario, variant }) };
  } finally {
    // The whole cluster goes otherwise.
    if (!interrupted.aborted)
      await stage.cluster.kubectl(["delete", "namespace", namespace, "--wait=false", "--ignore-not-found"]);
  }
}

/** Gives the name of the target group once every Pod is healthy in it. */
async function deploy(stage: Stage, scene: Scene, sample: SampleGiven, { scenario, variant }: Planned): Promise<string> {
  const { policy, gate, targets } = variant;
  const { release = byDeployment } = scenario;
  const labels = policy === undefined ? {} : { "outlive.dev/mode": "enforce", "outlive.dev/policy": policy };
  await scene.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: sample.namespace, labels } });
  await scene.apply(...routeOf(sample));
  let group = "";
  await scene.until(async () => {
    group = await scene.kubectl("get", bindings, "-o", "jsonpath={.items[0].metadata.name}").catch(() => "");
    return group !== "";
  }, "the TargetGroupBinding");
  // Without Outlive the gate stands in the template, where its name is known by now: Pods are the same as with the controller's own webhook.
  const gates = gate && policy === undefined ? [gateOf(group)] : [];
  const protectedPods = policy === undefined ? 0 : sample.replicas;
  const gateName = targets === "instance" ? undefined : gateOf(group);
  if (protectedPods > 0) await scene.until(() => scene.givesTimings(gateName), "Outlive to know the route");
  const gateUrl = policy === undefined ? undefined : stage.gateUrl;
  await release.first(scene, { sample: { ...sample, gates }, pace: stage.pace, gateUrl });
  const expected = targets === "instance" ? scene.nodes.length : sample.replicas;
  await scene.until(() => stage.recorder.healthy(group) === expected, "all targets to be healthy");
  // A tool that moves Services makes Pods before they are selected, so that no gate can be given to all of them.
  const given = await scene.withTimings(release.controller === undefined ? gateName : undefined, release.pods);
  if (given !== protectedPods) throw new Error(`${given} Pods have what Outlive injects, not ${protectedPods}`);
  return group;
}

async function underLoad(
  stage: Stage,
  scene: Scene,
  place: { readonly group: string; readonly namespace: string },
  { scenario, variant }: Planned,
): Promise<RunRecord> {
  // An ALB has the name of its Ingress, an NLB that of its only target group.
  const url = stage.elb.urlOf(variant.loadBalancer === "alb" ? `${place.namespace}/shop` : place.group);
  if (url === undefined) throw new Error(`${place.namespace} has no load balancer`);
  const fast = Array.from({ length: 9 }, () => `${url}/`);
  const fromMs = Date.now();
  const slowMs = variant.slowSeconds * 1000 * stage.pace.factor;
  const load = stage.load.start([...fast, `${url}/slow?ms=${slowMs}`], stage.perSecond);
  try {
    await pause(calmMs);
    await scenario.act(scene);
    await scene.noneTerminating();
    await scene.until(() => stage.recorder.healthy(place.group) > 0, "a healthy target");
    await pause(calmMs);
    const record = stage.recorder.record(place, fromMs, await load.stop());
    return variant.loadBalancer === "alb" ? { ...record, traced: await tracedOf(stage, place, fromMs) } : record;
  } finally {
    load.kill();
  }
}

/** What the product says about the load balancer's log of the run. */
async function tracedOf(
  { evidence, evidenceFolder, pace, interrupted }: Stage,
  place: { readonly group: string; readonly namespace: string },
  fromMs: number,
): Promise<TracedRun> {
  const folder =
    evidenceFolder === undefined ? mkdtempSync(join(tmpdir(), "outlive-evidence-")) : join(evidenceFolder, place.namespace);
  try {
    evidence.write(folder, { ...place, fromMs, factor: pace.factor });
    return await traceRun(folder, interrupted);
  } finally {
    if (evidenceFolder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
