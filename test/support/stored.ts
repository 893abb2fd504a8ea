import { isJsonObject, type Json, type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import { pod } from "./shop.ts";
import type { TestWebhook } from "./webhook.ts";

/** The timings of a Pod, or of the template at `path`, as the API server holds them. */
export interface Timed {
  readonly hooks: Readonly<Record<string, JsonObject>>;
  readonly grace: Json | undefined;
  readonly gates: readonly string[];
  readonly record: Json | undefined;
}

export function timed(object: unknown, ...path: readonly string[]): Timed {
  const template = objectAt(object, ...path);
  const spec = objectAt(template, "spec");
  const gates = (spec["readinessGates"] ?? []) as readonly JsonObject[];
  return {
    hooks: Object.fromEntries(
      listAt(spec, "containers").map((each) => [String(each["name"]), objectAt(each, "lifecycle", "preStop")]),
    ),
    grace: spec["terminationGracePeriodSeconds"],
    gates: gates.map((gate) => String(gate["conditionType"])),
    record: objectAt(template, "metadata", "annotations")[keys.injected],
  };
}

export const listAt = (from: JsonObject, key: string): readonly JsonObject[] => {
  const list = from[key];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
};

export const template = ["spec", "template"] as const;

export const sleep = (seconds: number): JsonObject => ({ sleep: { seconds } });

/** What the API server would store, after every webhook; fails with what kubectl says. */
export async function dryRun(webhook: TestWebhook, object: object, ...args: readonly string[]): Promise<JsonObject> {
  const { code, stdout, stderr } = await webhook.kubectl(
    ["create", "--dry-run=server", "-o", "json", ...args, "-f", "-"],
    object,
  );
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as JsonObject;
}

/** An enforced namespace with the objects in it, which the webhook has seen: a Pod `app: shop` would sleep for `seconds`. */
export async function routedNamespace(
  webhook: TestWebhook,
  seconds: number,
  objects: (namespace: string) => readonly object[],
  labels: Readonly<Record<string, string>> = {},
): Promise<string> {
  const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce", ...labels });
  await webhook.apply(...objects(namespace));
  await untilPodsSleep(webhook, namespace, seconds);
  return namespace;
}

/** The view follows what is stored after some moments. */
export const untilPodsSleep = (webhook: TestWebhook, namespace: string, seconds: number): Promise<void> =>
  webhook.until(async () => {
    const { stdout } = await webhook.kubectl(["create", "--dry-run=server", "-o", "json", "-f", "-"], pod(namespace, "probe"));
    return stdout !== "" && JSON.stringify(timed(JSON.parse(stdout)).hooks["app"]) === JSON.stringify(sleep(seconds));
  }, `Pods of ${namespace} to sleep ${seconds} s`);

/** Lets an expected refusal be looked at as text. */
export const refusal = async (webhook: TestWebhook, args: readonly string[], input: unknown): Promise<string> => {
  const { code, stderr } = await webhook.kubectl([...args, "-f", "-"], input);
  return code === 0 ? "" : stderr;
};
