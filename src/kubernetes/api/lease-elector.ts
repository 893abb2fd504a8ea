import type { Clock } from "#clock/clock.ts";
import { asInteger, asText, at } from "#kubernetes/objects/lenient-json.ts";
import type { ObjectKey } from "#kubernetes/objects/object-key.ts";
import { resourceVersionOf } from "#kubernetes/objects/raw-object.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import { objectAt, succeeds } from "./api-object.ts";
import type { ApiClient } from "./client.ts";
import { microTime } from "./micro-time.ts";

export interface ElectorParts {
  readonly client: ApiClient;
  readonly lease: ObjectKey;
  /** Unlike that of every other replica. */
  readonly identity: string;
  /** Wall time is written into the Lease for people, and compared with nothing. */
  readonly clock: Pick<Clock, "nowMs" | "monotonicMs">;
  /** How long a Lease that its holder no longer renews is respected. */
  readonly durationSeconds: number;
}

/** One of several replicas is the leader: the one that holds the Lease. */
export interface Elector {
  /**
   * Renews the Lease, or takes it where it is free or was not renewed for its duration; whether it is held afterwards.
   * To be called several times a duration.
   *
   * @throws ApiError, after which it is not held as far as this replica may assume
   */
  take(): Promise<boolean>;
  /** Frees it where it is held. @throws ApiError */
  release(): Promise<void>;
}

/**
 * On coordination.k8s.io/v1. Clocks of different nodes are never compared: a Lease has ended when this replica has seen the same
 * version of it for the whole duration (as client-go's leaderelection does, v0.36).
 */
export function leaseElector({ client, lease, identity, clock, durationSeconds }: ElectorParts): Elector {
  const collection = `/apis/coordination.k8s.io/v1/namespaces/${lease.namespace}/leases`;
  const path = `${collection}/${lease.name}`;
  let seen = { version: "", atMs: 0 };

  const put = (found: unknown, spec: object): Promise<boolean> => {
    const object = { ...(isJsonObject(found) ? found : {}), spec };
    return succeeds(client.request(path, { method: "PUT", body: JSON.stringify(object) }));
  };
  const make = (): Promise<boolean> => {
    const metadata = { name: lease.name, namespace: lease.namespace, labels: { "app.kubernetes.io/name": "outlive" } };
    const object = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec: taken(undefined) };
    return succeeds(client.request(collection, { method: "POST", body: JSON.stringify(object) }));
  };
  const taken = (found: unknown): object => {
    const now = microTime(clock.nowMs());
    const ours = holderOf(found) === identity;
    const transitions = asInteger(at(found, "spec", "leaseTransitions")) ?? 0;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: durationSeconds,
      acquireTime: (ours ? asText(at(found, "spec", "acquireTime")) : undefined) ?? now,
      renewTime: now,
      leaseTransitions: ours || found === undefined ? transitions : transitions + 1,
    };
  };
  const hasEnded = (found: unknown): boolean => {
    const version = resourceVersionOf(found) ?? "";
    const atMs = clock.monotonicMs();
    if (seen.version !== version) seen = { version, atMs };
    // Whatever somebody writes there, it is not respected for longer than replicas of ours would require.
    const duration = Math.min(asInteger(at(found, "spec", "leaseDurationSeconds")) ?? durationSeconds, durationSeconds);
    return atMs - seen.atMs >= duration * 1000;
  };

  return {
    take: async () => {
      const found = await objectAt(client, path);
      if (found === undefined) return make();
      const holder = holderOf(found);
      const free = holder === "" || holder === identity || hasEnded(found);
      return free && (await put(found, taken(found)));
    },
    release: async () => {
      const found = await objectAt(client, path);
      if (holderOf(found) !== identity) return;
      // A duration of one second is the shortest that the API server takes.
      await put(found, { ...(at(found, "spec") as object), holderIdentity: "", leaseDurationSeconds: 1 });
    },
  };
}

const holderOf = (lease: unknown): string => asText(at(lease, "spec", "holderIdentity")) ?? "";
