import { systemClock } from "#clock/clock.ts";
import { createClient } from "#kubernetes/api/client.ts";
import { Elb } from "../alb/elb.ts";
import { LoadBalancerController } from "../controller/controller.ts";
import { Evidence } from "./evidence/evidence.ts";
import type { Load, RunningLoad } from "./load.ts";
import type { ProofPace } from "./pace.ts";
import { Recorder } from "./recorder.ts";
import type { Cluster } from "./scene.ts";

/** What all runs share: the cluster, load balancers with their controller, and what is written down. */
export interface Stage {
  readonly cluster: Cluster;
  readonly elb: Elb;
  readonly recorder: Recorder;
  readonly evidence: Evidence;
  /** Where access logs and events of each run are kept; undefined: nowhere. */
  readonly evidenceFolder: string | undefined;
  readonly load: Load;
  readonly pace: ProofPace;
  /** Of Outlive's gates. */
  readonly gateUrl: string;
  readonly perSecond: number;
  /** Whoever watches wants no more of it. */
  readonly interrupted: AbortSignal;
  /** Ends what runs still have under way too. */
  readonly stop: () => Promise<void>;
}

export interface StageOptions {
  readonly cluster: Cluster;
  readonly load: Load;
  readonly pace: ProofPace;
  readonly gateUrl: string;
  readonly perSecond: number;
  readonly interrupted: AbortSignal;
  readonly evidenceFolder?: string | undefined;
  readonly report: (line: string) => void;
}

/** Starts load balancers on 127.0.0.1 and their controller. Needs the TargetGroupBinding's definition in the cluster. */
export function startStage(options: StageOptions): Stage {
  const { cluster, load, pace, gateUrl, perSecond, interrupted, evidenceFolder, report } = options;
  const client = createClient({ kubeconfig: cluster.kubeconfig });
  const evidence = new Evidence();
  const recorder = new Recorder(client, evidence.onPod);
  const elb = new Elb({
    host: "127.0.0.1",
    clock: systemClock,
    albTiming: pace.albTiming,
    nlbTiming: pace.nlbTiming,
    onAccess: (entry) => {
      recorder.onAccess(entry);
      evidence.onAccess(entry);
    },
    onFlow: recorder.onFlow,
    onTargetChange: (change) => {
      recorder.onTargetChange(change);
      evidence.onTargetChange(change);
    },
  });
  const controller = new LoadBalancerController({
    kubeconfig: cluster.kubeconfig,
    elb,
    pace: pace.factor,
    onError: (error) => report(`the load balancer controller: ${error instanceof Error ? error.message : String(error)}`),
  });
  recorder.start();
  controller.start();
  const loads: RunningLoad[] = [];
  const start: Load["start"] = (urls, rate) => {
    const running = load.start(urls, rate);
    loads.push(running);
    return running;
  };
  const stop = async (): Promise<void> => {
    for (const running of loads) running.kill();
    await controller.stop();
    await elb.close();
    await recorder.stop();
    await client.close();
  };
  return { cluster, elb, recorder, evidence, evidenceFolder, load: { start }, pace, gateUrl, perSecond, interrupted, stop };
}
