import { seconds } from "#model/findings/seconds.ts";
import { isJsonObject, type Json, type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { keys } from "#model/settings/keys.ts";
import { kubernetesGracePeriod } from "#model/workloads/kubernetes-grace-period.ts";
import type { Plan, Step } from "#model/workloads/plan.ts";
import type { TemplateHistory } from "#model/workloads/template-history.ts";
import { conflictingSleeps } from "./conflicting-sleeps.ts";
import { graceStatement } from "./grace-statement.ts";
import { type InjectedValues, injectedValues } from "./injected-values.ts";
import { isEmpty } from "./injection-record.ts";
import { withSleep } from "./pre-stop-hook.ts";
import { annotationAt, containersAt, graceAt, rawContainers, sameJson } from "./template-parts.ts";

/** The objects of a review whose template stands at `path`; `before` is there on an UPDATE. */
export function templateHistory(
  object: JsonObject | undefined,
  before: JsonObject | undefined,
  path: readonly string[],
): TemplateHistory {
  const now = objectAt(object, ...path);
  const carried = injectedValues(now);
  const found = { graceStated: graceStatement(object, path), sized: carried !== undefined && isSized(now, carried) };
  const injectedSleeps = new Set(rawContainers(now).flatMap(({ index, name }) => (carried?.sleeps.has(name) ? [index] : [])));
  const conflicting = carried === undefined ? [] : conflictingSleeps(now, carried);
  if (before === undefined) return { ...found, unchanged: false, dropped: [], takenOut: false, conflicting, injectedSleeps };
  const stored = objectAt(before, ...path);
  const values = injectedValues(stored);
  const graceDropped = values !== undefined && found.graceStated !== "yes" && dropsGrace(now, values);
  const dropped = values === undefined ? [] : droppedValues(now, values, graceDropped);
  return {
    ...found,
    graceStated: graceAt(now) === graceAt(stored) || graceDropped ? found.graceStated : "yes",
    sized: found.sized || (carried === undefined && values !== undefined && replacesSleep(now, values)),
    unchanged: sameJson(ownPart(now, values, graceDropped), ownPart(stored, values, graceDropped)),
    dropped,
    takenOut: carried !== undefined && dropped.some(({ set }) => set !== "record"),
    conflicting,
    injectedSleeps,
  };
}

/** Every sleep that the record names is there, or somebody has put a hook of their own in its place. */
function isSized(template: JsonObject, { record }: InjectedValues): boolean {
  const hooked = new Set(rawContainers(template).flatMap(({ name, preStop }) => (preStop === undefined ? [] : [name])));
  const hasGrace = record.gracePeriod === undefined || graceAt(template) !== undefined;
  return hasGrace && [...record.preStop.keys()].every((name) => hooked.has(name));
}

/** Beside its own hook the template gets nothing again, whether ours was taken back a moment ago or the manifest never had it. */
const replacesSleep = (template: JsonObject, { sleeps }: InjectedValues): boolean =>
  rawContainers(template).some(({ name, preStop }) => {
    const sleep = sleeps.get(name);
    return sleep !== undefined && preStop !== undefined && !sameJson(preStop, withSleep(undefined, sleep.seconds, sleep.form));
  });

/**
 * A PUT of the manifest as it was before the injection leaves the record out as well, and the API server fills in what was there
 * before. Where the record is still there the client has seen the injected value, and means the one that it writes.
 */
function dropsGrace(now: JsonObject, { gracePeriod }: InjectedValues): boolean {
  const grace = graceAt(now);
  if (gracePeriod === undefined) return false;
  return (
    grace === undefined ||
    (annotationAt(now, keys.injected) === undefined && grace === (gracePeriod.was ?? kubernetesGracePeriod))
  );
}

/** The steps that put back what the update leaves out of what was injected. */
function droppedValues(now: JsonObject, values: InjectedValues, graceDropped: boolean): Plan {
  const grace = graceAt(now);
  const steps: readonly Step[] = [
    ...rawContainers(now).flatMap(({ index, name, preStop }) => {
      const sleep = preStop === undefined ? values.sleeps.get(name) : undefined;
      return sleep === undefined ? [] : [{ set: "pre-stop" as const, container: index, containerName: name, ...sleep }];
    }),
    ...(graceDropped && values.gracePeriod !== undefined
      ? [
          {
            set: "grace-period" as const,
            seconds: values.gracePeriod.value,
            from: typeof grace === "number" ? seconds(grace) : undefined,
          },
        ]
      : []),
  ];
  const kept = values.sleeps.size > 0 || values.gracePeriod !== undefined || isEmpty(values.record);
  const { injected, why } = values.texts;
  const sameTexts = annotationAt(now, keys.injected) === injected && annotationAt(now, keys.why) === why;
  return kept && !sameTexts ? [...steps, { set: "record", injected, why }] : steps;
}

/** By which Flagger keeps the Pods of a DaemonSet away between releases, which no user has changed (daemonset_controller.go of v1.36). */
const flaggerScaledToZero = "flagger.app/scale-to-zero";

/** A template without what was injected into the stored one. A hook that somebody wrote in place of ours is theirs. */
function ownPart(template: JsonObject, values: InjectedValues | undefined, graceDropped: boolean): Json {
  const { [keys.injected]: _record, [keys.why]: _why, ...annotations } = objectAt(template, "metadata", "annotations");
  const { terminationGracePeriodSeconds: grace, nodeSelector, ...spec } = objectAt(template, "spec");
  const { [flaggerScaledToZero]: _zero, ...nodes } = objectAt(nodeSelector);
  return {
    ...template,
    metadata: { ...objectAt(template, "metadata"), annotations },
    spec: {
      ...spec,
      nodeSelector: isJsonObject(nodeSelector) ? nodes : (nodeSelector ?? null),
      containers: containersAt(template).map((container) => withoutInjected(container, values)),
      ...(graceDropped ? {} : { terminationGracePeriodSeconds: grace ?? null }),
    },
  };
}

function withoutInjected(container: Json, values: InjectedValues | undefined): Json {
  if (!isJsonObject(container)) return container;
  const { name, lifecycle, ...rest } = container;
  const sleep = typeof name === "string" ? values?.sleeps.get(name) : undefined;
  const { preStop, ...others } = objectAt(lifecycle);
  if (sleep === undefined || preStop === undefined) return container;
  return sameJson(preStop, withSleep(undefined, sleep.seconds, sleep.form))
    ? { ...rest, name: name ?? null, lifecycle: others }
    : container;
}
