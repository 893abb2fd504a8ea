import { setTimeout as pause } from "node:timers/promises";
import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import type { Kubectl } from "../../control-plane/kubectl.ts";
import type { SampleGiven } from "../sample/manifests.ts";
import { podOf, workloadOf } from "../sample/manifests.ts";

export interface Cluster {
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
  /** Names of the nodes. */
  readonly names: readonly string[];
}

const pollMs = 200;

/** One namespace with one application, and what a scenario does to it. Every step fails when the signal does. */
export class Scene {
  readonly #cluster: Cluster;
  readonly #sample: SampleGiven;
  readonly #signal: AbortSignal;

  constructor(cluster: Cluster, sample: SampleGiven, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#sample = sample;
    this.#signal = signal;
  }

  get nodes(): readonly string[] {
    return this.#cluster.names;
  }

  kubectl(...args: readonly string[]): Promise<string> {
    return this.#run(["-n", this.#sample.namespace, ...args]);
  }

  apply(...items: readonly object[]): Promise<string> {
    return this.#run(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  }

  async deploy(change: Partial<SampleGiven> = {}): Promise<void> {
    await this.apply(...workloadOf({ ...this.#sample, ...change }));
  }

  /** Whether a Pod that is created now gets the readiness gate, where there is one, and a preStop hook. */
  async givesTimings(gate: string | undefined): Promise<boolean> {
    const created = await this.#run(["create", "--dry-run=server", "-o", "json", "-f", "-"], JSON.stringify(podOf(this.#sample)));
    return hasTimings(JSON.parse(created), gate);
  }

  /** How many of the Pods have both. */
  async withTimings(gate: string | undefined, selector: string): Promise<number> {
    const pods = asList(at(JSON.parse(await this.kubectl("get", "pods", "-l", selector, "-o", "json")), "items"));
    return pods.filter((pod) => hasTimings(pod, gate)).length;
  }

  /** kubectl returns before a Pod is told to end, so this waits until as many are left as asked for. */
  async scale(deployment: string, track: string, replicas: number): Promise<void> {
    await this.kubectl("scale", `deployment/${deployment}`, `--replicas=${replicas}`);
    await this.until(async () => (await this.pods(`track=${track}`)).length === replicas, `${replicas} Pods to be left`);
  }

  /** Names of the Pods that are not terminating. */
  async pods(selector = "app=shop"): Promise<readonly string[]> {
    const pods = asList(at(JSON.parse(await this.kubectl("get", "pods", "-l", selector, "-o", "json")), "items"));
    return pods
      .filter((pod) => at(pod, "metadata", "deletionTimestamp") === undefined)
      .map((pod) => asText(at(pod, "metadata", "name")) ?? "");
  }

  async evict(name: string): Promise<void> {
    const { namespace } = this.#sample;
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
    await this.#run(["create", "--raw", path, "-f", "-"], JSON.stringify(eviction));
  }

  async breakLiveness(pod: string): Promise<void> {
    const ip = await this.kubectl("get", "pod", pod, "-o", "jsonpath={.status.podIP}");
    await fetch(`http://${ip}:8080/break`, { method: "POST", signal: this.#signal });
  }

  async restarts(pod: string): Promise<number> {
    const found = JSON.parse(await this.kubectl("get", "pod", pod, "-o", "json")) as unknown;
    return Math.max(...asList(at(found, "status", "containerStatuses")).map((each) => asInteger(at(each, "restartCount")) ?? 0));
  }

  noneTerminating(): Promise<void> {
    const terminating = async (): Promise<boolean> =>
      (await this.kubectl("get", "pods", "-o", "jsonpath={.items[*].metadata.deletionTimestamp}")) !== "";
    return this.until(async () => !(await terminating()), "all old Pods to be gone");
  }

  async until(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
    const waited = (cause?: unknown): Error => new Error(`${this.#sample.namespace}: waited in vain for ${what}`, { cause });
    const held = async (): Promise<boolean> => {
      try {
        return await holds();
      } catch (error) {
        throw this.#signal.aborted ? waited(error) : error;
      }
    };
    while (!(await held())) {
      if (this.#signal.aborted) throw waited();
      await pause(pollMs);
    }
  }

  async #run(args: readonly string[], input?: string): Promise<string> {
    this.#signal.throwIfAborted();
    const { code, stdout, stderr } = await this.#cluster.kubectl(args, {
      signal: this.#signal,
      ...(input === undefined ? {} : { input }),
    });
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr.trim()}`);
    return stdout;
  }
}

function hasTimings(pod: unknown, gate: string | undefined): boolean {
  const gates = asList(at(pod, "spec", "readinessGates")).map((each) => asText(at(each, "conditionType")));
  const hooks = asList(at(pod, "spec", "containers")).map((container) => at(container, "lifecycle", "preStop"));
  return (gate === undefined || gates.includes(gate)) && hooks.some((hook) => hook !== undefined);
}
