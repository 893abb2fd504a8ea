/** How long the load balancers in front of target groups keep idle connections. One value serves one round of reading. */
import { AwsFailure } from "#aws/api/aws-failure.ts";
import { type DescribedListener, type DescribedLoadBalancer, type ElbApi, mostArns } from "#aws/api/elb-api.ts";
import type { Send } from "#aws/api/request-budget.ts";
import { type Seconds, seconds } from "#model/findings/seconds.ts";
import type { AwsLoadBalancer } from "#model/load-balancers/aws-facts.ts";

/** An NLB has up to 50 listeners unless AWS raised the quota. */
const mostListenerPages = 5;

export class IdleTimeouts {
  readonly #api: ElbApi;
  readonly #send: Send;
  /** The rest is still worth having where a role lacks one of these permissions. */
  readonly #onFailure: (failure: AwsFailure) => void;
  readonly #loadBalancers = new Map<string, DescribedLoadBalancer>();
  readonly #attributes = new Map<string, Readonly<Record<string, string>>>();
  readonly #listeners = new Map<string, readonly DescribedListener[]>();

  constructor(api: ElbApi, send: Send, onFailure: (failure: AwsFailure) => void) {
    this.#api = api;
    this.#send = send;
    this.#onFailure = onFailure;
  }

  /** Reads those that were not read yet. */
  async describe(arns: readonly string[]): Promise<void> {
    const open = [...new Set(arns)].filter((arn) => !this.#loadBalancers.has(arn));
    for (let at = 0; at < open.length; at += mostArns) {
      const part = open.slice(at, at + mostArns);
      const found = await this.#tolerant([], () => this.#send("DescribeLoadBalancers", () => this.#api.loadBalancers(part)));
      for (const loadBalancer of found) this.#loadBalancers.set(loadBalancer.arn, loadBalancer);
    }
  }

  /** The load balancer as the target group sees it. */
  async of(arn: string, targetGroup: string): Promise<AwsLoadBalancer> {
    const kind = this.#loadBalancers.get(arn)?.kind ?? "unknown";
    switch (kind) {
      case "alb":
        return { arn, kind, idleTimeout: secondsIn(await this.#attributesOf(arn), "idle_timeout.timeout_seconds") };
      case "nlb":
        return { arn, kind, idleTimeout: await this.#longestOfListeners(arn, targetGroup) };
      case "unknown":
        return { arn, kind, idleTimeout: undefined };
    }
  }

  async #longestOfListeners(arn: string, targetGroup: string): Promise<Seconds | undefined> {
    const listeners = await this.#listenersOf(arn);
    let longest: Seconds | undefined;
    for (const listener of listeners) {
      // UDP flows have another timeout, which cannot be set.
      if (!listener.targetGroups.includes(targetGroup) || !/^(?:TCP|TLS)$/.test(listener.protocol)) continue;
      const idle = secondsIn(await this.#listenerAttributesOf(listener.arn), "tcp.idle_timeout.seconds");
      if (idle !== undefined && (longest === undefined || idle > longest)) longest = idle;
    }
    return longest;
  }

  async #listenersOf(arn: string): Promise<readonly DescribedListener[]> {
    const known = this.#listeners.get(arn);
    if (known !== undefined) return known;
    const found: DescribedListener[] = [];
    let marker: string | undefined;
    for (let page = 0; page < mostListenerPages; page += 1) {
      const at = marker;
      const read = () => this.#send("DescribeListeners", () => this.#api.listenerPage(arn, at));
      const { items, next } = await this.#tolerant({ items: [], next: undefined }, read);
      found.push(...items);
      if (next === undefined) break;
      marker = next;
    }
    this.#listeners.set(arn, found);
    return found;
  }

  #attributesOf(arn: string): Promise<Readonly<Record<string, string>>> {
    return this.#once(arn, () => this.#send("DescribeLoadBalancerAttributes", () => this.#api.loadBalancerAttributes(arn)));
  }

  #listenerAttributesOf(arn: string): Promise<Readonly<Record<string, string>>> {
    return this.#once(arn, () => this.#send("DescribeListenerAttributes", () => this.#api.listenerAttributes(arn)));
  }

  async #once(arn: string, read: () => Promise<Readonly<Record<string, string>>>): Promise<Readonly<Record<string, string>>> {
    const known = this.#attributes.get(arn);
    if (known !== undefined) return known;
    const attributes = await this.#tolerant({}, read);
    this.#attributes.set(arn, attributes);
    return attributes;
  }

  /** A load balancer that was deleted meanwhile, or that the role may not read, has no idle timeout; anything else ends the round. */
  async #tolerant<T>(otherwise: T, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AwsFailure) || (error.kind !== "denied" && error.kind !== "missing")) throw error;
      if (error.kind === "denied") this.#onFailure(error);
      return otherwise;
    }
  }
}

function secondsIn(attributes: Readonly<Record<string, string>>, key: string): Seconds | undefined {
  const value = Object.hasOwn(attributes, key) ? (attributes[key] ?? "") : "";
  return /^\d{1,6}$/.test(value) ? seconds(Number(value)) : undefined;
}
