/** Attributes of a group's load balancer: those of all members together, and over them those of the first member's class. */
import { albPrefix, findAnnotation } from "#load-balancers/attributes/annotations.ts";
import { readStringMap, type StringMap } from "#load-balancers/attributes/string-map.ts";
import { attributeProblems, idleTimeoutKey, secondsAt } from "#load-balancers/attributes/target-group-attributes.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { type Seconds, seconds } from "#model/findings/seconds.ts";
import { fromObject, type Source, type Sourced } from "#model/findings/sourced.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { type ObjectRef, printRef } from "#model/kubernetes/refs.ts";
import type { GroupMember } from "./group.ts";

/** AWS default of `idle_timeout.timeout_seconds` of an application load balancer. */
const defaultIdleTimeout = seconds(60);

interface Wish {
  readonly value: string;
  readonly object: ObjectRef;
  readonly field: string;
}

export interface LoadBalancerAttributes {
  readonly attributes: StringMap;
  readonly idleTimeout: Sourced<Seconds>;
}

export function loadBalancerAttributes(members: readonly GroupMember[], problems: Problem[]): LoadBalancerAttributes {
  const params = members[0]?.params;
  const ofClass = new Map<string, Wish>(
    params?.loadBalancerAttributes.map(({ key, value }) => [
      key,
      { value, object: refOf(params.meta), field: "spec.loadBalancerAttributes" },
    ]),
  );
  if (params !== undefined) {
    const map = Object.fromEntries([...ofClass].map(([key, { value }]) => [key, value]));
    problems.push(...attributeProblems(map, refOf(params.meta), "spec.loadBalancerAttributes"));
  }
  const ofMembers = wishesOf(members, problems);
  const reported = new Map<ObjectRef, number>();
  for (const [key, wishes] of ofMembers) if (!ofClass.has(key)) problems.push(...conflicts(key, wishes, reported));
  const merged = new Map<string, Wish>(
    [...ofMembers].flatMap(([key, wishes]) => wishes.slice(-1).map((wish) => [key, wish] as const)),
  );
  for (const [key, wish] of ofClass) merged.set(key, wish);
  const attributes = Object.fromEntries([...merged].map(([key, { value }]) => [key, value]));
  const idle = merged.get(idleTimeoutKey);
  const source: Source = idle === undefined ? { from: "default" } : fromObject(idle.object, idle.field);
  return { attributes, idleTimeout: secondsAt(attributes, idleTimeoutKey, defaultIdleTimeout, source) };
}

function wishesOf(members: readonly GroupMember[], problems: Problem[]): ReadonlyMap<string, readonly Wish[]> {
  const wishes = new Map<string, Wish[]>();
  for (const { ingress } of members) {
    const found = findAnnotation(ingress.meta.annotations, [albPrefix], "load-balancer-attributes");
    if (found === undefined) continue;
    const object = refOf(ingress.meta);
    const reading = readStringMap(found.value);
    if (!reading.ok) {
      problems.push(problem("attributes-unparsable", object, found.key, { text: found.value }));
      continue;
    }
    problems.push(...attributeProblems(reading.map, object, found.key));
    for (const [key, value] of Object.entries(reading.map)) {
      const wish = { value, object, field: found.key };
      const known = wishes.get(key);
      if (known === undefined) wishes.set(key, [wish]);
      else known.push(wish);
    }
  }
  return wishes;
}

/** The first few attributes that conflict tell a member all that it needs to know. */
const mostConflicts = 5;

/** `reported` counts the problems that each member already has. */
function conflicts(key: string, wishes: readonly Wish[], reported: Map<ObjectRef, number>): readonly Problem[] {
  const open = wishes.filter(({ object }) => (reported.get(object) ?? 0) < mostConflicts);
  if (open.length === 0) return [];
  const values = new Set(wishes.map(({ value }) => value));
  if (values.size < 2) return [];
  const members = nameSome(
    wishes.map(({ object }) => printRef(object)),
    wishes.length,
  );
  const details = { key, values: nameSome(values, values.size, " | "), members };
  for (const { object } of open) reported.set(object, (reported.get(object) ?? 0) + 1);
  return open.map(({ object, field }) => problem("load-balancer-attributes-conflict", object, field, details));
}
