import type { Fact } from "./fact.ts";
import type { Deregistration, Life, Moment } from "./life.ts";
import { PodHistory } from "./pod-history.ts";

type TargetFact = Extract<Fact, { readonly what: "registered" | "deregistered" }>;
type PodFact = Exclude<Fact, TargetFact>;

/** The lives of all addresses, those of one address in the order of their beginnings. The order of the facts makes no difference. */
export function buildLives(facts: readonly Fact[]): ReadonlyMap<string, readonly Life[]> {
  const sorted = [...facts].sort((a, b) => a.moment.atMs - b.moment.atMs || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const byAddress = new Map<string, Life[]>();
  for (const life of podLives(sorted.filter((fact) => isPodFact(fact)))) {
    const known = byAddress.get(life.address);
    if (known === undefined) byAddress.set(life.address, [life]);
    else known.push(life);
  }
  const changes = new Map<string, TargetFact[]>();
  for (const fact of sorted) {
    if (isPodFact(fact)) continue;
    const known = changes.get(fact.address);
    if (known === undefined) changes.set(fact.address, [fact]);
    else known.push(fact);
  }
  for (const [address, found] of changes) byAddress.set(address, withTargetChanges(byAddress.get(address) ?? [], address, found));
  return byAddress;
}

const isPodFact = (fact: Fact): fact is PodFact => fact.what !== "registered" && fact.what !== "deregistered";

function podLives(facts: readonly PodFact[]): readonly Life[] {
  const current = new Map<string, PodHistory[]>();
  for (const fact of facts) {
    const histories = current.get(fact.pod) ?? [];
    let history = histories.findLast((each) => each.accepts(fact));
    if (history === undefined) {
      history = new PodHistory(fact.pod);
      histories.push(history);
      current.set(fact.pod, histories);
    }
    history.take(fact);
  }
  const lives = [...current.values()].flat().flatMap((history) => history.life() ?? []);
  return lives.sort((a, b) => firstMoment(a) - firstMoment(b));
}

/** The earliest moment that a life is known at. */
export const firstMoment = ({ started, deleted, ended, deregistrations, restarts }: Life): number =>
  Math.min(
    ...[started, deleted, ended, ...deregistrations.map(({ moment }) => moment)].flatMap((moment) =>
      moment === undefined ? [] : [moment.atMs],
    ),
    ...restarts.map(({ endMs }) => endMs),
  );

/** How long before a deregistration its Pod can have been deleted: back-offs of the controller reach minutes. */
const slowestController = 20 * 60_000;

function withTargetChanges(pods: readonly Life[], address: string, facts: readonly TargetFact[]): Life[] {
  const lives = [...pods];
  const registered = new Map<string, Moment>();
  for (const fact of facts) {
    const key = `${fact.group}:${fact.port ?? ""}`;
    if (fact.what === "registered") {
      if (!registered.has(key)) registered.set(key, fact.moment);
      startLife(lives, address, fact);
      continue;
    }
    endLife(lives, address, fact, registered.get(key));
    registered.delete(key);
  }
  return lives.sort((a, b) => firstMoment(a) - firstMoment(b));
}

/**
 * A registration says more exactly than the Pod's creation when requests could come. After a deregistration from the same group it is
 * that of the next Pod at the address, whether or not a source names it.
 */
function startLife(lives: Life[], address: string, { group, port, moment }: TargetFact): void {
  const at = lives.findLastIndex((life) => firstMoment(life) <= moment.atMs && (lastMoment(life) ?? Infinity) >= moment.atMs);
  const life = lives[at];
  if (life?.pod !== undefined && life.deregistrations.length === 0 && life.started?.source !== moment.source) {
    lives[at] = { ...life, started: life.started ?? moment };
    return;
  }
  const left = life?.pod === undefined && life?.deregistrations.some((each) => each.group === group && each.port === port);
  if (left === true) lives.push({ ...unknownLife(address, moment), registeredIn: { group, port } });
}

const unknownLife = (address: string, started: Moment | undefined): Life => ({
  address,
  pod: undefined,
  started,
  deleted: undefined,
  graceSeconds: undefined,
  preStopSeconds: undefined,
  ended: undefined,
  lastEnd: undefined,
  restarts: [],
  deregistrations: [],
});

const lastMoment = ({ deleted, ended }: Life): number | undefined => (ended ?? deleted)?.atMs;

function endLife(lives: Life[], address: string, { group, port, moment }: TargetFact, started: Moment | undefined): void {
  const at = lives.findLastIndex(
    (life) =>
      firstMoment(life) <= moment.atMs + 1000 &&
      (life.deleted === undefined
        ? life.pod !== undefined || isRegistered(life, group, port) || sameEnd(life, moment)
        : near(life.deleted, moment)),
  );
  const life = lives[at];
  const entry: Deregistration = { group, port, moment };
  if (life === undefined) {
    lives.push({ ...unknownLife(address, started), deregistrations: [entry] });
    return;
  }
  const known = life.deregistrations.find((each) => each.group === group && each.port === port);
  if (known === undefined) lives[at] = { ...life, deregistrations: [...life.deregistrations, entry] };
  else if (better(moment, known.moment)) {
    lives[at] = { ...life, deregistrations: life.deregistrations.map((each) => (each === known ? entry : each)) };
  }
}

/** Begun by a registration in this group, and not yet ended. */
const isRegistered = ({ registeredIn, deregistrations }: Life, group: string, port: number | undefined): boolean =>
  registeredIn?.group === group && registeredIn.port === port && deregistrations.length === 0;

/** Several sources, or several groups, report one deregistration within seconds. */
const sameEnd = ({ deregistrations }: Life, moment: Moment): boolean =>
  deregistrations.some((each) => Math.abs(each.moment.atMs - moment.atMs) < 10 * 60_000);

const near = (deleted: Moment, moment: Moment): boolean =>
  moment.atMs >= deleted.atMs - 2000 && moment.atMs <= deleted.atMs + slowestController;

/** A call that was made says more than a state that was seen later. */
const better = (one: Moment, other: Moment): boolean => one.source !== "target-health" && other.source === "target-health";
