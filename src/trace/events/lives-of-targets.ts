import type { LifeWatch } from "#trace/logs/life-watch.ts";
import { watchLife } from "#trace/logs/life-watch.ts";
import { addressOf } from "#trace/logs/target-log.ts";
import { firstMoment } from "./build-lives.ts";
import { type Life, referenceOf } from "./life.ts";

/** A target's lives, each from its start to that of the next one. Targets that are nodes or names have none. */
export function watchesOf(lives: ReadonlyMap<string, readonly Life[]>, group: string, target: string): readonly LifeWatch[] {
  const port = portOf(target);
  const own = (lives.get(addressOf(target)) ?? []).filter((life) => belongs(life, group, port));
  return own.map((life, at) => {
    const next = own[at + 1];
    const from = at === 0 ? Number.NEGATIVE_INFINITY : firstMoment(life);
    const to = next === undefined ? Number.POSITIVE_INFINITY : firstMoment(next);
    return watchLife(life, referenceOf(life, group) ?? Number.POSITIVE_INFINITY, from, to);
  });
}

/** A registration without a Pod belongs to the group and port that it names. */
const belongs = ({ pod, deregistrations, registeredIn }: Life, group: string, port: number | undefined): boolean =>
  pod !== undefined ||
  [...deregistrations, ...(registeredIn === undefined ? [] : [registeredIn])].some(
    (each) => (each.group === group || each.group === "") && (each.port === undefined || each.port === port),
  );

function portOf(target: string): number | undefined {
  const text = target.slice(target.lastIndexOf(":") + 1);
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}
