import { renameSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parse, stringify } from "yaml";
import type { Random } from "../../support/seeded.ts";
import { ageCertificates } from "../cluster/age-certificates.ts";
import type { SteppedClock } from "../cluster/clock.ts";
import type { Fleet } from "../cluster/fleet.ts";
import type { Plane } from "../cluster/plane.ts";
import type { SmallDisk } from "../cluster/small-disk.ts";
import { storedCertificate } from "../cluster/stored-certificate.ts";
import { between, oneOf } from "../random.ts";
import type { Expectations } from "../workload/expectations.ts";
import type { ChaosAct } from "./act.ts";

export type Way = "open" | "refused" | "silent";

/** A slot holds one replica, and for a while its successor. */
export interface Slot {
  readonly name: string;
  readonly configFile: string;
  readonly disk: SmallDisk;
  readonly clock: SteppedClock | undefined;
  /** Whether its process is exchanged now and then; one that never is shows what a process gathers over the hours. */
  readonly restarts: boolean;
  /** Between this slot and the API server. */
  readonly link: { readonly cut: () => void; readonly turn: (way: Way) => void };
}

export interface Scene {
  readonly plane: Plane;
  readonly fleet: Fleet;
  readonly slots: readonly Slot[];
  readonly configuration: string;
  readonly random: Random;
  readonly expectations: Expectations;
  readonly beforeApiServerEnds: () => Promise<void>;
  readonly onKill: () => void;
}

export const FIRST_MARGIN = 5;
const MARGINS = [5, 6, 7, 8, 9];
/** Not further back than the API server's own certificate goes. */
const STEPS = [-3_000, 3_600, -600, 600, -30, 30, 21_600];
const RENEWED_MS = 400_000;

/** In the middle of a line, as if the writer had been interrupted, and with a value that does not exist. */
const WRONG = ["scope: everything\n", "parameters:\n  preStopMargin: soon\n", "{ nonsense", "parameters: [", "unknownKey: 1\n"];

export function actsOf(scene: Scene): readonly ChaosAct[] {
  const { plane, fleet, slots, random, expectations } = scene;
  const restarted = slots.filter(({ restarts }) => restarts);
  let current = scene.configuration;
  const writeConfiguration = (text: string): void => {
    for (const { configFile } of slots) {
      writeFileSync(`${configFile}.new`, text);
      renameSync(`${configFile}.new`, configFile);
    }
  };
  const restart = async (signal: "SIGTERM" | "SIGKILL"): Promise<string> => {
    const over = expectations.cutOff();
    await scene.beforeApiServerEnds();
    const begunMs = Date.now();
    await plane.restartApiServer(signal);
    const took = seconds(Date.now() - begunMs);
    await pause(15_000);
    over();
    return `${signal}; ready again after ${took}`;
  };
  const renew = async (which: "leaf" | "authority"): Promise<string> => {
    await retried(() => ageCertificates(plane.client, which));
    const entry = which === "leaf" ? "tls.crt" : "ca.crt";
    const aged = await retried(() => storedCertificate(plane.client, entry));
    const begunMs = Date.now();
    while (Date.now() - begunMs < RENEWED_MS) {
      await pause(1_000);
      if ((await storedCertificate(plane.client, entry).catch(() => aged)) !== aged)
        return `dated back to ${which === "leaf" ? 63 : 255} days ago; replaced after ${seconds(Date.now() - begunMs)}`;
    }
    throw new Error(`not replaced within ${RENEWED_MS / 1000} s`);
  };
  const cutOff = async (): Promise<string> => {
    const slot = oneOf(random, slots);
    const way = oneOf(random, ["refused", "silent"] as const);
    const lasts = between(random, 20, 90);
    const over = expectations.cutOff();
    slot.link.turn(way);
    if (way === "refused") slot.link.cut();
    await pause(lasts * 1000);
    slot.link.turn("open");
    if (way === "silent") slot.link.cut();
    await pause(30_000);
    over();
    return `${slot.name}, connections ${way}, ${Math.round(lasts)} s`;
  };
  const step = async (slot: Slot, clock: SteppedClock): Promise<string> => {
    const offset = oneOf(random, STEPS);
    const lasts = between(random, 45, 150);
    clock.step(offset);
    await pause(lasts * 1000);
    clock.step(0);
    return `${slot.name}, ${offset > 0 ? "+" : ""}${offset} s for ${Math.round(lasts)} s, and back`;
  };
  const fill = async (slot: Slot): Promise<string> => {
    const lasts = between(random, 30, 90);
    slot.disk.fill();
    await pause(lasts * 1000);
    slot.disk.free();
    return `${slot.name}, ${Math.round(lasts)} s`;
  };

  return [
    { name: "leaf renewed", everyMinutes: 7, exclusive: "certificates", perform: () => renew("leaf") },
    { name: "authority exchanged", everyMinutes: 16, exclusive: "certificates", perform: () => renew("authority") },
    {
      name: "configuration changed",
      everyMinutes: 3,
      exclusive: "configuration",
      perform: async () => {
        const margin = oneOf(random, MARGINS);
        current = withMargin(scene.configuration, margin);
        expectations.margin(margin);
        writeConfiguration(current);
        return `preStopMargin ${margin}`;
      },
    },
    {
      name: "invalid configuration",
      everyMinutes: 8,
      exclusive: "configuration",
      perform: async () => {
        const wrong = oneOf(random, WRONG);
        writeConfiguration(wrong);
        await pause(between(random, 10_000, 30_000));
        writeConfiguration(current);
        return JSON.stringify(wrong);
      },
    },
    { name: "API server restarted", everyMinutes: 15, exclusive: "api-server", perform: () => restart("SIGTERM") },
    { name: "API server killed", everyMinutes: 40, exclusive: "api-server", perform: () => restart("SIGKILL") },
    {
      name: "watches cut",
      everyMinutes: 4,
      exclusive: "links",
      perform: async () => {
        const over = expectations.cutOff();
        for (const { link } of slots) link.cut();
        await pause(10_000);
        over();
        return "every connection of the replicas to the API server";
      },
    },
    { name: "replica cut off", everyMinutes: 11, exclusive: "links", perform: cutOff },
    {
      name: "rolling restart",
      everyMinutes: 9,
      exclusive: "replicas",
      perform: async () => {
        await fleet.roll(restarted.map(({ name }) => name));
        return "SIGTERM, one after the other";
      },
    },
    {
      name: "replica killed",
      everyMinutes: 14,
      exclusive: "replicas",
      perform: async () => {
        await fleet.whenAllReady();
        const slot = oneOf(random, restarted);
        scene.onKill();
        await fleet.kill(slot.name);
        return `SIGKILL of ${slot.name}`;
      },
    },
    ...slots.flatMap((slot) => {
      const { clock } = slot;
      return clock === undefined
        ? []
        : [{ name: "clock stepped", everyMinutes: 8, exclusive: "clock", perform: () => step(slot, clock) }];
    }),
    ...slots
      .filter(({ disk }) => disk.isOwn)
      .map((slot) => ({ name: `disk full (${slot.name})`, everyMinutes: 20, exclusive: "disk", perform: () => fill(slot) })),
  ];
}

function withMargin(configuration: string, margin: number): string {
  const read = parse(configuration) as { readonly parameters?: object };
  return stringify({ ...read, parameters: { ...read.parameters, preStopMargin: margin } });
}

async function retried<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let left = 60; ; left -= 1) {
    try {
      return await act();
    } catch (error) {
      if (left === 0) throw error;
      await pause(1_000);
    }
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
