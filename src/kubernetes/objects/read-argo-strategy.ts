/** The parts of an Argo Rollout that say where its Pods get requests from (Argo Rollouts 1.10). */

import { seconds } from "#model/findings/seconds.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type { ArgoAlb, ArgoRole, ArgoService, ArgoStrategy } from "#model/workloads/argo-strategy.ts";
import { asFlag, asInteger, asText, asTexts, at } from "./lenient-json.ts";

/** Undefined where the strategy has neither form. */
export function readArgoStrategy(spec: unknown): ArgoStrategy | undefined {
  const blueGreen = at(spec, "strategy", "blueGreen");
  const canary = at(spec, "strategy", "canary");
  if (isJsonObject(blueGreen)) return readBlueGreen(blueGreen);
  return isJsonObject(canary) ? readCanary(canary) : undefined;
}

/** `scaleDownDelaySeconds` and its counterpart where nobody sets them (utils/defaults). */
const defaultDelay = seconds(30);

type Delay = NonNullable<ArgoStrategy["scaleDownDelay"]>;

function readBlueGreen(blueGreen: unknown): ArgoStrategy {
  return {
    strategy: "blueGreen",
    services: servicesNamed(blueGreen, [
      ["active", "activeService"],
      ["preview", "previewService"],
    ]),
    alb: undefined,
    scaleDownDelay: scaleDownDelay(blueGreen, "blueGreen"),
    // Before its promotion the new revision gets no requests of users, and only an analysis after it leads to an abort.
    abortScaleDownDelay: isJsonObject(at(blueGreen, "postPromotionAnalysis")) ? abortDelay(blueGreen, "blueGreen") : undefined,
    dynamicStableScale: false,
  };
}

function readCanary(canary: unknown): ArgoStrategy {
  const named = servicesNamed(canary, [
    ["stable", "stableService"],
    ["canary", "canaryService"],
  ]);
  const pingPong = servicesNamed(at(canary, "pingPong"), [
    ["ping", "pingService"],
    ["pong", "pongService"],
  ]);
  const routed = isJsonObject(at(canary, "trafficRouting"));
  const dynamicStableScale = routed && asFlag(at(canary, "dynamicStableScale")) === true;
  return {
    strategy: "canary",
    services: [...named, ...pingPong],
    alb: readAlb(at(canary, "trafficRouting", "alb"), named),
    scaleDownDelay: routed && !dynamicStableScale ? scaleDownDelay(canary, "canary") : undefined,
    abortScaleDownDelay: routed && !dynamicStableScale ? abortDelay(canary, "canary") : undefined,
    dynamicStableScale,
  };
}

function servicesNamed(strategy: unknown, fields: readonly (readonly [ArgoRole, string])[]): readonly ArgoService[] {
  return fields.flatMap(([role, field]) => {
    const name = asText(at(strategy, field)) ?? "";
    return name === "" ? [] : [{ name, role }];
  });
}

const ownPrefix = "alb.ingress.kubernetes.io";

/** Undefined where Argo Rollouts writes under a prefix that the AWS Load Balancer Controller does not read. */
function readAlb(alb: unknown, named: readonly ArgoService[]): ArgoAlb | undefined {
  const prefix = asText(at(alb, "annotationPrefix")) ?? "";
  const action = asText(at(alb, "rootService")) || named.find(({ role }) => role === "stable")?.name;
  if (!isJsonObject(alb) || action === undefined || (prefix !== "" && prefix !== ownPrefix)) return undefined;
  const several = asTexts(at(alb, "ingresses"));
  const one = asText(at(alb, "ingress")) ?? "";
  const ingresses = several.length > 0 ? several : one === "" ? [] : [one];
  return { ingresses, action, port: asInteger(at(alb, "servicePort")) ?? 0 };
}

/** A limit of no old revisions leaves none of them a delay. */
const scaleDownDelay = (strategy: unknown, name: string): Delay =>
  asInteger(at(strategy, "scaleDownDelayRevisionLimit")) === 0
    ? { seconds: seconds(0), field: `spec.strategy.${name}.scaleDownDelayRevisionLimit` }
    : delayAt(strategy, name, "scaleDownDelaySeconds");

function delayAt(strategy: unknown, name: string, field: string): Delay {
  const given = asInteger(at(strategy, field));
  return given === undefined || given < 0
    ? { seconds: defaultDelay, field: undefined }
    : { seconds: seconds(given), field: `spec.strategy.${name}.${field}` };
}

/** Zero keeps the Pods for good. */
function abortDelay(strategy: unknown, name: string): Delay | undefined {
  const delay = delayAt(strategy, name, "abortScaleDownDelaySeconds");
  return delay.seconds === 0 ? undefined : delay;
}
