/** What AWS accepts for the attributes of target groups and load balancers (Elastic Load Balancing v2 API reference). */

import { type Problem, problem } from "#model/findings/problem.ts";
import { type Seconds, seconds } from "#model/findings/seconds.ts";
import { type Source, type Sourced, sourced } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { delayKey } from "#model/load-balancers/delay-setting.ts";
import type { StringMap } from "./string-map.ts";

export const idleTimeoutKey = "idle_timeout.timeout_seconds";
/** A listener attribute, of network load balancers only. */
export const listenerIdleKey = "tcp.idle_timeout.seconds";

/** AWS default of `deregistration_delay.timeout_seconds`. */
const defaultDelay = seconds(300);

interface Accepted {
  readonly words: string;
  readonly accepts: (value: string) => boolean;
}

const whole = (least: number, most: number, ...also: readonly number[]): Accepted => ({
  words: `an integer from ${least} to ${most}${also.map((value) => ` or ${value}`).join("")}`,
  accepts: (value) =>
    /^[0-9]{1,9}$/.test(value) && (also.includes(Number(value)) || (Number(value) >= least && Number(value) <= most)),
});

const oneOf = (...values: readonly string[]): Accepted => ({
  words: `one of ${values.join(", ")}`,
  accepts: (value) => values.includes(value),
});

const flag = oneOf("true", "false");

const known: ReadonlyMap<string, Accepted> = new Map([
  [delayKey, whole(0, 3600)],
  ["deregistration_delay.connection_termination.enabled", flag],
  ["slow_start.duration_seconds", whole(30, 900, 0)],
  ["stickiness.enabled", flag],
  ["stickiness.lb_cookie.duration_seconds", whole(1, 604800)],
  ["stickiness.app_cookie.duration_seconds", whole(1, 604800)],
  ["load_balancing.algorithm.type", oneOf("round_robin", "least_outstanding_requests", "weighted_random")],
  ["target_health_state.unhealthy.connection_termination.enabled", flag],
  ["target_health_state.unhealthy.draining_interval_seconds", whole(0, 360000)],
  [idleTimeoutKey, whole(1, 4000)],
  ["client_keep_alive.seconds", whole(60, 604800)],
  [listenerIdleKey, whole(60, 6000)],
]);

const byLowerCase: ReadonlyMap<string, string> = new Map([...known.keys()].map((key) => [key.toLowerCase(), key]));

/** Each value that AWS would refuse, and each key that is a known one in other letters. Values are read as text, exactly. */
export function attributeProblems(attributes: StringMap, object: ObjectRef, field: string): readonly Problem[] {
  const found: Problem[] = [];
  for (const [key, value] of Object.entries(attributes)) {
    found.push(...attributeProblem(key, value, object, field));
    if (found.length >= mostProblems) break;
  }
  return found;
}

/** A key in all its spellings makes thousands; the first few tell what is wrong. */
const mostProblems = 20;

function attributeProblem(key: string, value: string, object: ObjectRef, field: string): readonly Problem[] {
  const accepted = known.get(key);
  const meant = byLowerCase.get(key.toLowerCase());
  if (accepted === undefined) {
    return meant === undefined ? [] : [problem("attribute-key-wrong-case", object, field, { key, known: meant })];
  }
  if (accepted.accepts(value)) return [];
  if (key === delayKey) return [problem("deregistration-delay-invalid", object, field, { value })];
  return [problem("attribute-value-invalid", object, field, { key, value, accepted: accepted.words })];
}

/**
 * The delay in effect as far as the attributes tell: what they say; the AWS default where they do not say it;
 * the default, marked as assumed, where AWS refuses what they say and keeps a value that is not known here.
 */
export const delayOf = (attributes: StringMap, source: Source): Sourced<Seconds> =>
  secondsAt(attributes, delayKey, defaultDelay, source);

export const assumedDelay: Sourced<Seconds> = sourced(defaultDelay, { from: "assumed" });

/** The value under `key` where AWS accepts it; see {@link delayOf} for the other cases. */
export function secondsAt(attributes: StringMap, key: string, byDefault: Seconds, source: Source): Sourced<Seconds> {
  if (!Object.hasOwn(attributes, key)) return sourced(byDefault, { from: "default" });
  const value = attributes[key] ?? "";
  const accepts = known.get(key)?.accepts ?? whole(0, 999_999_999).accepts;
  return accepts(value) ? sourced(seconds(Number(value)), source) : sourced(byDefault, { from: "assumed" });
}
