import { type Sleeper, systemClock } from "#clock/clock.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { pathOf } from "#kubernetes/objects/object-key.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Listing } from "#kubernetes/watch/list-all.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { Reflector } from "#kubernetes/watch/reflector.ts";
import { wholeList } from "#kubernetes/watch/whole-list.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readNode, readPod, readSlice, type Slice, type WatchedNode, type WatchedPod } from "./watched.ts";

/** Everything that the controller watches, in memory. */
export class ClusterState {
  readonly pods = new Map<string, WatchedPod>();
  readonly nodes = new Map<string, WatchedNode>();
  readonly #slices = new Map<string, Slice>();
  readonly #live: LiveView;
  readonly #reflectors: readonly Reflector<unknown>[];
  #changes = 0;

  constructor(client: ApiClient, clock: Sleeper = systemClock) {
    const tools = { client, clock, random: Math.random };
    this.#live = new LiveView({ kinds: watchedKinds, ...tools });
    const into = <T>(listing: Listing<T>, map: Map<string, T>): Reflector<unknown> =>
      new Reflector<T>(
        listing,
        {
          beginList: () =>
            wholeList((objects) => {
              map.clear();
              for (const { key, object } of objects) map.set(pathOf(key), object);
              this.#changes += 1;
            }),
          put: ({ key, object }) => {
            map.set(pathOf(key), object);
            this.#changes += 1;
          },
          remove: (key) => {
            map.delete(pathOf(key));
            this.#changes += 1;
          },
        },
        tools,
      ) as Reflector<unknown>;
    this.#reflectors = [
      into({ group: "", versions: ["v1"], plural: "pods", read: readPod }, this.pods),
      into({ group: "", versions: ["v1"], plural: "nodes", read: readNode }, this.nodes),
      into({ group: "discovery.k8s.io", versions: ["v1"], plural: "endpointslices", read: readSlice }, this.#slices),
    ];
  }

  get view(): ClusterView {
    return this.#live.view;
  }

  /** Another text whenever something has changed. */
  get revision(): string {
    return `${this.#live.view.revision()} ${this.#changes}`;
  }

  slicesOf(namespace: string, service: string): readonly Slice[] {
    return [...this.#slices.values()].filter((slice) => slice.namespace === namespace && slice.service === service);
  }

  start(): void {
    this.#live.start();
    for (const reflector of this.#reflectors) reflector.start();
  }

  synced(): boolean {
    return this.#live.synced() && this.#reflectors.every(({ status }) => status.synced);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#live.stop(), ...this.#reflectors.map((reflector) => reflector.stop())]);
  }
}
