/** Attributes that come from several objects, each with the place that it was read from. */

import type { Problem } from "#model/findings/problem.ts";
import { type Seconds, seconds } from "#model/findings/seconds.ts";
import type { Sourced } from "#model/findings/sourced.ts";
import { delayKey } from "#model/load-balancers/delay-setting.ts";
import { attributeProblems, idleTimeoutKey, listenerIdleKey, secondsAt } from "./target-group-attributes.ts";

export type SourcedAttributes = ReadonlyMap<string, Sourced<string>>;

/** `deregistration_delay.timeout_seconds`; AWS default 300. */
export const delayInForce = (attributes: SourcedAttributes): Sourced<Seconds> => inForce(attributes, delayKey, 300);

/** `idle_timeout.timeout_seconds` of an ALB; AWS default 60. */
export const albIdleInForce = (attributes: SourcedAttributes): Sourced<Seconds> => inForce(attributes, idleTimeoutKey, 60);

/** `tcp.idle_timeout.seconds` of an NLB's listener; AWS default 350. */
export const nlbIdleInForce = (attributes: SourcedAttributes): Sourced<Seconds> => inForce(attributes, listenerIdleKey, 350);

const inForce = (attributes: SourcedAttributes, key: string, byDefault: number): Sourced<Seconds> =>
  secondsAt(plainAttributes(attributes), key, seconds(byDefault), attributes.get(key)?.source ?? { from: "default" });

/** What AWS would refuse, said of the object that it was read from. */
export const sourcedAttributeProblems = (attributes: SourcedAttributes): readonly Problem[] =>
  [...attributes].flatMap(([key, { value, source }]) =>
    source.from === "object" ? attributeProblems({ [key]: value }, source.object, source.field) : [],
  );

export const plainAttributes = (attributes: SourcedAttributes): Readonly<Record<string, string>> =>
  Object.fromEntries([...attributes].map(([key, { value }]) => [key, value]));
