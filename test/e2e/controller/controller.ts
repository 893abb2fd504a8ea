import { type Sleeper, systemClock } from "#clock/clock.ts";
import { createClient } from "#kubernetes/api/client.ts";
import { servicePort } from "#load-balancers/attributes/service-port.ts";
import { type ControllerFlags, defaultControllerFlags } from "#model/settings/controller-flags.ts";
import type { Elb } from "../alb/elb.ts";
import type { Target } from "../alb/target.ts";
import type { TargetGroup } from "../alb/target-group.ts";
import { createBinding, deleteBinding, patchCondition } from "./binding-writer.ts";
import { ClusterState } from "./cluster-state.ts";
import { type DesiredBinding, desiredBindings } from "./desired-binding.ts";
import { deletedCondition, gateCondition, gateOf, sameCondition } from "./gate-condition.ts";
import { type PodEndpoint, podEndpoints } from "./pod-endpoints.ts";
import { targetChanges } from "./target-changes.ts";
import { flowSettings, targetGroupSettings } from "./target-group-settings.ts";
import { registrationThrottle, Throttle, type ThrottleSettings } from "./throttle.ts";
import { isTrue, type WatchedPod } from "./watched.ts";

export interface ControllerOptions {
  readonly kubeconfig: string;
  readonly elb: Elb;
  /** Factor on everything that Kubernetes objects do not say in seconds: health checks, requeue. 1 by default. */
  readonly pace?: number;
  readonly clusterName?: string;
  /** From an event to the reconcile that it causes. */
  readonly reconcileDelayMs?: number;
  /** `--targetgroupbinding-requeue-duration`: how often health is read while a readiness gate is open. */
  readonly requeueMs?: number;
  readonly throttle?: ThrottleSettings;
  readonly clock?: Sleeper;
  readonly onError?: (error: unknown) => void;
}

const pollMs = 20;
/** Health that was good is not asked for again before (AWS Load Balancer Controller 3.5: at most 5 min). */
const healthyCacheMs = 300_000;

/**
 * What the AWS Load Balancer Controller does: bindings, registration, deregistration and readiness gates. Targets that are nodes stay
 * registered while the nodes are there, whatever becomes of Pods.
 */
export class LoadBalancerController {
  readonly #options: Required<Omit<ControllerOptions, "kubeconfig" | "clusterName">>;
  readonly #flags: ControllerFlags;
  readonly #client: ReturnType<typeof createClient>;
  readonly #state: ClusterState;
  readonly #throttle: Throttle;
  readonly #stopping = new AbortController();
  readonly #kept = new Map<string, DesiredBinding>();
  readonly #healthyUntilMs = new Map<string, number>();
  #running: Promise<void> | undefined;

  constructor(options: ControllerOptions) {
    const { pace = 1, clusterName = "emulated", clock = systemClock, kubeconfig } = options;
    this.#options = {
      pace,
      clock,
      elb: options.elb,
      reconcileDelayMs: options.reconcileDelayMs ?? 500 * pace,
      requeueMs: options.requeueMs ?? 15_000 * pace,
      throttle: options.throttle ?? registrationThrottle,
      onError: options.onError ?? (() => {}),
    };
    this.#flags = { ...defaultControllerFlags, clusterName };
    this.#client = createClient({ kubeconfig });
    this.#state = new ClusterState(this.#client, clock);
    this.#throttle = new Throttle(this.#options.throttle, clock);
  }

  start(): void {
    this.#state.start();
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#state.stop();
    await this.#client.close();
  }

  async #run(): Promise<void> {
    const { clock, reconcileDelayMs, onError } = this.#options;
    const { signal } = this.#stopping;
    let seen = "";
    let dueMs = Number.POSITIVE_INFINITY;
    while (!signal.aborted) {
      await clock.sleep(pollMs, signal);
      const changed = this.#state.synced() && this.#state.revision !== seen;
      if (!changed && clock.nowMs() < dueMs) continue;
      await clock.sleep(reconcileDelayMs, signal);
      seen = this.#state.revision;
      try {
        dueMs = await this.#reconcile(signal);
      } catch (error) {
        onError(error);
        dueMs = clock.nowMs() + reconcileDelayMs;
      }
    }
  }

  /** Gives the moment at which it has to be done again without an event. */
  async #reconcile(signal: AbortSignal): Promise<number> {
    const { bindings, frozen } = desiredBindings(this.#state.view, this.#flags);
    await this.#drop(bindings, frozen);
    for (const binding of bindings) await this.#keep(binding);
    await this.#keepAlbs();
    let open = false;
    for (const binding of this.#kept.values()) {
      if (signal.aborted) break;
      open = (await this.#reconcileTargets(binding, signal)) || open;
    }
    return open ? this.#options.clock.nowMs() + this.#options.requeueMs : Number.POSITIVE_INFINITY;
  }

  /** A target group that no object asks for goes at once, whatever its delay (AWS Load Balancer Controller #3739). */
  async #drop(wanted: readonly DesiredBinding[], frozen: ReadonlySet<string>): Promise<void> {
    const names = new Set(wanted.map(({ name }) => name));
    for (const [name, { targetGroup, loadBalancer }] of [...this.#kept]) {
      if (names.has(name) || (loadBalancer.kind === "alb" && frozen.has(loadBalancer.name))) continue;
      this.#kept.delete(name);
      await this.#keepAlbs();
      this.#options.elb.deleteTargetGroup(name);
      const gate = gateOf(name);
      for (const pod of this.#state.pods.values()) {
        if (pod.namespace === targetGroup.namespace && pod.gates.includes(gate)) await this.#patch(pod, deletedCondition(gate));
      }
      await deleteBinding(this.#client, targetGroup.namespace, name);
    }
  }

  async #keep(binding: DesiredBinding): Promise<void> {
    const { elb, pace } = this.#options;
    if (!this.#kept.has(binding.name)) await createBinding(this.#client, binding);
    this.#kept.set(binding.name, binding);
    const group = elb.putTargetGroup(binding.name, targetGroupSettings(binding.targetGroup, pace), binding.loadBalancer.kind);
    if (binding.loadBalancer.kind === "nlb") await elb.putNlb(group, flowSettings(binding.targetGroup));
  }

  async #keepAlbs(): Promise<void> {
    const { elb } = this.#options;
    const names = new Set([...this.#kept.values()].flatMap(({ loadBalancer: lb }) => (lb.kind === "alb" ? [lb.name] : [])));
    for (const name of names) {
      const members = [...this.#kept.values()].filter(({ loadBalancer: lb }) => lb.kind === "alb" && lb.name === name);
      const rules = members.flatMap(({ name: groupName, prefixes }) => {
        const group = elb.targetGroup(groupName);
        return group === undefined ? [] : prefixes.map((prefix) => ({ prefix, group }));
      });
      await elb.putAlb(name, rules, idleTimeoutMs(members));
    }
  }

  /** True while a readiness gate of a registered Pod waits for its target's health. */
  async #reconcileTargets(binding: DesiredBinding, signal: AbortSignal): Promise<boolean> {
    const group = this.#options.elb.targetGroup(binding.name);
    if (group === undefined) return false;
    const nodes = binding.targetGroup.targetType === "instance";
    const pods = nodes ? [] : this.#endpointsOf(binding);
    const wanted: readonly Target[] = nodes ? this.#nodesOf(binding) : pods;
    const { deregister, register } = targetChanges(wanted, group.describe());
    if (deregister.length > 0) {
      await this.#throttle.take(signal);
      group.deregister(deregister);
    }
    if (register.length > 0) {
      await this.#throttle.take(signal);
      group.register(register.map(({ ip, port }) => ({ ip, port })));
    }
    return this.#updateGates(gateOf(binding.name), group, pods);
  }

  #nodesOf({ targetGroup }: DesiredBinding): readonly Target[] {
    const { namespace, service: name, port } = targetGroup;
    const service = this.#state.view.get("Service", namespace, name);
    const nodePort = service === undefined ? undefined : servicePort(service, port)?.nodePort;
    if (nodePort === undefined) return [];
    return [...this.#state.nodes.values()].flatMap(({ address }) =>
      address === undefined ? [] : [{ ip: address, port: nodePort }],
    );
  }

  #endpointsOf({ targetGroup }: DesiredBinding): readonly PodEndpoint[] {
    const { namespace, service: name, port } = targetGroup;
    const service = this.#state.view.get("Service", namespace, name);
    const found = service === undefined ? undefined : servicePort(service, port);
    if (found === undefined) return [];
    return podEndpoints({
      slices: this.#state.slicesOf(namespace, name),
      portName: found.name,
      podNamed: (pod) => this.#state.pods.get(`${namespace}/${pod}`),
      nodeNamed: (node) => this.#state.nodes.get(`/${node}`),
    });
  }

  async #updateGates(gate: string, group: TargetGroup, endpoints: readonly PodEndpoint[]): Promise<boolean> {
    const nowMs = this.#options.clock.nowMs();
    let open = false;
    for (const { pod, ...target } of endpoints.filter((endpoint) => endpoint.pod.gates.includes(gate))) {
      const key = `${pod.uid} ${gate}`;
      if (isTrue(pod, gate) && nowMs < (this.#healthyUntilMs.get(key) ?? 0)) continue;
      const condition = gateCondition(gate, group.healthOf(target));
      if (condition.status === "True") this.#healthyUntilMs.set(key, nowMs + healthyCacheMs * this.#options.pace);
      else open = true;
      await this.#patch(pod, condition);
    }
    return open;
  }

  async #patch(pod: WatchedPod, condition: ReturnType<typeof gateCondition>): Promise<void> {
    const before = pod.conditions.find(({ type }) => type === condition.type);
    if (sameCondition(before, condition)) return;
    await patchCondition(this.#client, pod, condition, new Date(this.#options.clock.nowMs()));
  }
}

/** Undefined where no object says it, so that the load balancer's own default goes at its own pace. */
function idleTimeoutMs(members: readonly DesiredBinding[]): number | undefined {
  const said = members
    .map(({ targetGroup }) => targetGroup.idleTimeout)
    .find((timeout) => timeout !== undefined && timeout.source.from === "object");
  return said === undefined ? undefined : said.value * 1000;
}
