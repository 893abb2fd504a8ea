import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import packageJson from "../../package.json" with { type: "json" };
import { namespace } from "../chart/helm.ts";
import { installCrds } from "../control-plane/crds.ts";
import { seeded } from "../support/seeded.ts";
import { type ActLog, startActLog } from "./chaos/act.ts";
import { actsOf, FIRST_MARGIN, type Slot, type Way } from "./chaos/acts.ts";
import { schedule } from "./chaos/schedule.ts";
import { steppedClock } from "./cluster/clock.ts";
import { startFleet } from "./cluster/fleet.ts";
import { type Forwarder, startForwarder } from "./cluster/forwarder.ts";
import { apply, chartParts, installChart, serviceAccount } from "./cluster/installation.ts";
import { type Plane, startPlane } from "./cluster/plane.ts";
import { mountSmallDisk } from "./cluster/small-disk.ts";
import { isHardFloor } from "./record/hard-floor.ts";
import { logReader } from "./record/log-reader.ts";
import { type Failure, type Recorder, type Start, startRecord } from "./record/record.ts";
import { startSampler } from "./record/sampler.ts";
import { deployments, FIRST_DELAY, firstObjects } from "./workload/apps.ts";
import { startChanges } from "./workload/changes.ts";
import { noCounts, type OnFailure } from "./workload/counts.ts";
import { startCreations } from "./workload/creations.ts";
import { startExpectations } from "./workload/expectations.ts";
import { startServedPods } from "./workload/served-pods.ts";

export interface SoakChoice {
  readonly minutes: number;
  readonly perSecond: number;
  readonly seed: number;
  readonly folder: string;
  readonly program: string;
}

interface OpenSlot extends Slot {
  readonly forwarder: Forwarder;
}

export const RECORD = "run.ndjson";

const KILL_SHOWS_SECONDS = 30;

/** The exit code: 1 where a creation failed for another cause than a killed replica. */
export async function soak(choice: SoakChoice): Promise<number> {
  const folder = resolve(choice.folder);
  mkdirSync(folder, { recursive: true });
  const random = seeded(choice.seed);
  say(`seed ${choice.seed}, ${choice.minutes} minutes, record in ${join(folder, RECORD)}`);
  rmSync(join(folder, "plane"), { recursive: true, force: true });
  if (existsSync(join(folder, RECORD))) renameSync(join(folder, RECORD), join(folder, `former-${RECORD}`));
  const plane = await startPlane(join(folder, "plane"));
  const closing: (() => Promise<void> | void)[] = [plane.stop];
  const close = async (): Promise<void> => {
    for (const act of closing.reverse()) await Promise.resolve(act()).catch((error: unknown) => say(String(error)));
    closing.length = 0;
  };
  try {
    return await run(choice, folder, plane, random, closing);
  } finally {
    await close();
  }
}

async function run(
  choice: SoakChoice,
  folder: string,
  plane: Plane,
  random: ReturnType<typeof seeded>,
  closing: (() => Promise<void> | void)[],
): Promise<number> {
  const totalSeconds = choice.minutes * 60;
  let chooseReplica = (): number | undefined => undefined;
  const balancer = await startForwarder(() => chooseReplica());
  closing.push(balancer.close);
  await installCrds(plane);
  await apply(plane, firstObjects());
  const parts = chartParts(balancer.port);
  await installChart(plane, parts);
  const kubeconfigBy = await serviceAccount(plane, totalSeconds);
  const slots: OpenSlot[] = [];
  for (const name of ["a", "b", "c"]) slots.push(await openSlot(name, folder, plane.port, closing));
  for (const { configFile } of slots) writeFileSync(configFile, parts.configuration);

  const recorder = startRecord(join(folder, RECORD), await startOf(choice, plane, slots));
  const acts: ActLog = startActLog(recorder);
  const places = slots.map((slot) => {
    const kubeconfig = join(folder, `${slot.name}.kubeconfig`);
    writeFileSync(kubeconfig, kubeconfigBy(slot.forwarder.port), { mode: 0o600 });
    return {
      slot: slot.name,
      program: resolve(choice.program),
      configFile: slot.configFile,
      kubeconfig,
      namespace,
      folder: slot.disk.folder,
      environment: slot.clock?.environment ?? {},
      watchdog: plane.watchdog,
    };
  });
  // Of its own: how often it is asked depends on the load.
  const fleet = await startFleet({ places, random: seeded(choice.seed + 1), onSurprise: (what) => acts.note("surprise", what) });
  chooseReplica = fleet.choose;
  closing.push(fleet.stop);
  await fleet.whenAllReady();
  await pause(2_000);
  await apply(plane, deployments());

  const counts = noCounts();
  const expectations = startExpectations(FIRST_DELAY, FIRST_MARGIN);
  let killedAt: number | undefined;
  let beyondFloor = 0;
  const onFailure = noteFailures(
    recorder,
    acts,
    folder,
    () => killedAt,
    (failure) => {
      if (!isHardFloor(failure)) beyondFloor += 1;
    },
  );
  const readers = slots.map(({ name, disk }) =>
    logReader(join(disk.folder, "log"), join(folder, "warnings.log"), name, recorder),
  );
  const sampler = startSampler({
    recorder,
    fleet,
    plane,
    counts,
    readLogs: () => {
      for (const read of readers) read();
    },
  });
  const served = startServedPods(plane.client, counts);
  const creations = startCreations({ client: plane.client, perSecond: choice.perSecond, counts, expectations, onFailure });
  const changes = startChanges({ client: plane.client, random: seeded(choice.seed + 2), counts, expectations, onFailure });
  const chaos = actsOf({
    plane,
    fleet,
    slots,
    configuration: parts.configuration,
    random,
    expectations,
    beforeApiServerEnds: sampler.readApiServer,
    onKill: () => {
      killedAt = recorder.seconds();
    },
  });
  const because = await performAll(chaos, schedule(chaos, totalSeconds, random), totalSeconds, recorder, acts);
  await changes.stop();
  await creations.stop();
  await served.stop();
  await sampler.stop();
  recorder.write({ kind: "end", because });
  const { asked, created, failed, unchecked, outdated, otherFailed, repeated } = counts;
  say(JSON.stringify({ because, asked, created, failed, beyondFloor, unchecked, outdated, otherFailed, repeated }));
  return beyondFloor === 0 ? 0 : 1;
}

async function performAll(
  chaos: ReturnType<typeof actsOf>,
  due: ReturnType<typeof schedule>,
  totalSeconds: number,
  recorder: Recorder,
  acts: ActLog,
): Promise<string> {
  const interrupted = new Promise<string>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve(signal));
  });
  const running: Promise<void>[] = [];
  for (const { name, atSeconds } of due) {
    const waited = pause(Math.max(0, (atSeconds - recorder.seconds()) * 1000)).then(() => undefined);
    const signal = await Promise.race([waited, interrupted]);
    if (signal !== undefined) return signal;
    const act = chaos.find((each) => each.name === name);
    if (act !== undefined) running.push(acts.run(act));
  }
  const rest = pause(Math.max(0, (totalSeconds - recorder.seconds()) * 1000)).then(() => Promise.all(running));
  return (await Promise.race([rest.then(() => undefined), interrupted])) ?? "time over";
}

async function openSlot(
  name: string,
  folder: string,
  apiPort: number,
  closing: (() => Promise<void> | void)[],
): Promise<OpenSlot> {
  let way: Way = "open";
  const forwarder = await startForwarder(() => (way === "open" ? apiPort : way === "silent" ? "silence" : undefined));
  const disk = mountSmallDisk(join(folder, `disk-${name}`));
  rmSync(join(disk.folder, "filler"), { force: true });
  writeFileSync(join(disk.folder, "log"), "");
  closing.push(disk.remove, forwarder.close);
  return {
    name,
    configFile: join(folder, `configuration-${name}.yaml`),
    disk,
    restarts: name !== "c",
    // One of them: clocks that differ are the harder case.
    clock: name === "b" ? steppedClock(join(folder, "clock-b")) : undefined,
    forwarder,
    link: {
      cut: forwarder.cut,
      turn: (to) => {
        way = to;
      },
    },
  };
}

async function startOf(choice: SoakChoice, plane: Plane, slots: readonly Slot[]): Promise<Start> {
  const { gitVersion } = (await (await plane.client.request("/version")).json()) as { readonly gitVersion: string };
  const leftOut: Record<string, string> = {};
  if (slots.every(({ clock }) => clock === undefined)) leftOut["clock stepped"] = "libfaketime is not installed";
  if (slots.every(({ disk }) => !disk.isOwn)) leftOut["disk full"] = "mounting a file system needs root";
  return {
    kind: "start",
    startedMs: Date.now(),
    seed: choice.seed,
    minutes: choice.minutes,
    perSecond: choice.perSecond,
    version: packageJson.version,
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim(),
    node: process.version,
    kubernetes: gitVersion,
    processors: cpus().length,
    processor: cpus()[0]?.model ?? "",
    leftOut,
  };
}

function noteFailures(
  recorder: Recorder,
  acts: ActLog,
  folder: string,
  killedAt: () => number | undefined,
  onNoted: (failure: Pick<Failure, "message" | "sinceKillSeconds">) => void,
): OnFailure {
  return (what, message) => {
    const since = recorder.seconds() - (killedAt() ?? Number.NEGATIVE_INFINITY);
    const kill = since < KILL_SHOWS_SECONDS ? { sinceKillSeconds: Math.round(since * 100) / 100 } : {};
    const failure = { kind: "failure", what, message: message.slice(0, 600), during: acts.during(), ...kill } as const;
    recorder.write(failure);
    onNoted(failure);
    appendFileSync(join(folder, "failures.log"), `${recorder.seconds()} ${what} ${message}\n`);
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
