/** What a call of Flagger asks about. Facts: pkg/controller/webhook.go of v1.36. */
import { z } from "zod";
import type { Canary } from "#model/gates/canary.ts";
import { type GatedKind, isGatedKind, type Release } from "./release.ts";

const call = z.object({
  name: z.string().min(1).max(253),
  namespace: z.string().min(1).max(63),
  metadata: z.record(z.string(), z.string()).nullish(),
});

/** `Deployment/shop`: over what the Canary itself says. */
const statedForm = /^(Deployment|DaemonSet)\/([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)$/;

/** A target that makes no Pods of its own, as a Service or one of Knative, and so has nothing to judge. */
export interface ForeignTarget {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export type CanaryTargets = (namespace: string, name: string) => Canary["target"] | undefined;

/**
 * Undefined where the call cannot be read. Flagger names the Canary and not its target, so that the target is that of the Canary,
 * or for one that is not known here, the Deployment of the same name.
 */
export function askedBy(body: unknown, targetOf: CanaryTargets): Release | ForeignTarget | undefined {
  const read = call.safeParse(body);
  if (!read.success) return undefined;
  const { name, namespace, metadata } = read.data;
  const stated = metadata?.["workload"];
  if (stated === undefined) return { namespace, ...known(targetOf(namespace, name), name) };
  const [, kind, target] = statedForm.exec(stated) ?? [];
  return target === undefined ? undefined : { kind: kind as GatedKind, namespace, name: target };
}

const known = (target: Canary["target"] | undefined, name: string): Canary["target"] =>
  target === undefined || target.name === "" ? { kind: "Deployment", name } : target;

export const isRelease = (asked: Release | ForeignTarget): asked is Release => isGatedKind(asked.kind);
