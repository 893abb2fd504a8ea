import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../../support/seeded.ts";
import { oneOf } from "../random.ts";
import { type Replica, type ReplicaPlace, startReplica } from "./replica.ts";

/** Those of the chart: readinessProbe, preStopSleepSeconds, terminationGracePeriodSeconds. */
const PROBE_MS = 2_000;
const FAILURES = 2;
const PRE_STOP_MS = 5_000;
const GRACE_MS = 45_000;
/** kube-proxy collects changes for a second (1.36). */
const PROPAGATION_MS = 1_000;
const RESTART_MS = 1_000;
/** The kubelet's first pause before it starts what ended soon after its start. */
const BACK_OFF_MS = 10_000;

interface Member {
  readonly replica: Replica;
  ready: boolean;
  failures: number;
  terminating: boolean;
  /** Whether new connections are sent to it. */
  endpoint: boolean;
}

/** The replicas as a Deployment, kubelets and kube-proxy would keep them. */
export interface Fleet {
  readonly running: () => readonly { readonly replica: Replica; readonly ready: boolean }[];
  /** Where a new connection goes; undefined where no replica is ready. */
  readonly choose: () => number | undefined;
  readonly readyCount: () => number;
  readonly whenAllReady: () => Promise<void>;
  /** One after the other: the new one is ready before the old one is told to end. */
  readonly roll: (slots: readonly string[]) => Promise<void>;
  /** What the next process of its slot is. */
  readonly change: (place: ReplicaPlace) => void;
  /** SIGKILL, and another process in its place as soon as the kubelet would start it. */
  readonly kill: (slot: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface FleetChoice {
  readonly places: readonly ReplicaPlace[];
  readonly random: Random;
  readonly onSurprise: (what: string) => void;
}

export async function startFleet(choice: FleetChoice): Promise<Fleet> {
  const { random, onSurprise } = choice;
  const places = new Map(choice.places.map((place) => [place.slot, place]));
  const members = new Set<Member>();
  const lives = new Map<string, number>();
  let stopped = false;

  const propagate = (member: Member): void => {
    setTimeout(() => {
      member.endpoint = member.ready && !member.terminating;
    }, PROPAGATION_MS);
  };
  const setReady = (member: Member, ready: boolean): void => {
    if (member.ready === ready) return;
    member.ready = ready;
    propagate(member);
  };
  const probe = async (member: Member): Promise<void> => {
    while (member.replica.ending() === undefined && !stopped) {
      const ready = await member.replica.isReady();
      member.failures = ready ? 0 : member.failures + 1;
      if (ready) setReady(member, true);
      else if (member.failures >= FAILURES) setReady(member, false);
      await pause(PROBE_MS);
    }
  };
  const start = async (slot: string): Promise<void> => {
    const place = places.get(slot);
    if (place === undefined) return;
    const life = (lives.get(place.slot) ?? 0) + 1;
    lives.set(place.slot, life);
    const startedMs = Date.now();
    const replica = await startReplica(place, life);
    const member: Member = { replica, ready: false, failures: 0, terminating: false, endpoint: false };
    members.add(member);
    void probe(member);
    void replica.ended.then(async (ending) => {
      setReady(member, false);
      members.delete(member);
      if (member.terminating || stopped) return;
      if (ending !== "signal SIGKILL") onSurprise(`replica ${place.slot}${life} ended with ${ending}`);
      await pause(Date.now() - startedMs < BACK_OFF_MS ? BACK_OFF_MS : RESTART_MS);
      if (!stopped) await start(slot);
    });
  };
  const terminate = async (member: Member): Promise<void> => {
    member.terminating = true;
    propagate(member);
    await pause(PRE_STOP_MS);
    member.replica.signal("SIGTERM");
    const ending = await Promise.race([member.replica.ended, pause(GRACE_MS - PRE_STOP_MS).then(() => undefined)]);
    if (ending === undefined) {
      onSurprise(`replica ${member.replica.slot}${member.replica.life} did not end within its grace period`);
      member.replica.signal("SIGKILL");
    } else if (ending !== "exit code 0") onSurprise(`replica ${member.replica.slot}${member.replica.life} ended with ${ending}`);
  };
  const readyCount = (): number => [...members].filter(({ ready, terminating }) => ready && !terminating).length;
  const whenAllReady = async (): Promise<void> => {
    while (readyCount() < places.size && !stopped) await pause(200);
  };

  for (const slot of places.keys()) await start(slot);
  return {
    running: () => [...members].map(({ replica, ready }) => ({ replica, ready })),
    choose: () => {
      const ready = [...members].filter(({ endpoint }) => endpoint);
      return ready.length === 0 ? undefined : oneOf(random, ready).replica.port;
    },
    readyCount,
    whenAllReady,
    roll: async (slots) => {
      const endings: Promise<void>[] = [];
      for (const slot of slots) {
        const old = [...members].filter(({ replica, terminating }) => replica.slot === slot && !terminating);
        await start(slot);
        // Perhaps not the first attempt: a start may find a configuration that cannot be read, or no API server.
        const hasSuccessor = (): boolean =>
          [...members].some((member) => member.replica.slot === slot && member.endpoint && !old.includes(member));
        while (!hasSuccessor() && !stopped) await pause(200);
        endings.push(...old.map(terminate));
      }
      await Promise.all(endings);
    },
    change: (place) => void places.set(place.slot, place),
    kill: async (slot) => {
      for (const { replica, terminating } of members) if (replica.slot === slot && !terminating) replica.signal("SIGKILL");
      await pause(RESTART_MS + 500);
      await whenAllReady();
    },
    stop: async () => {
      stopped = true;
      // Again, because one may have been about to start.
      for (let quiet = 0; quiet < 5; quiet = members.size === 0 ? quiet + 1 : 0) {
        for (const { replica } of members) replica.signal("SIGKILL");
        await pause(200);
      }
    },
  };
}
