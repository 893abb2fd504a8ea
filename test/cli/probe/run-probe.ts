import { EventEmitter } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenElbApi } from "#aws/api/elb-api.ts";
import { probeCommand } from "#cli/probe/probe.ts";
import type { Resolve } from "#http-load/addresses.ts";
import type { ProbeReport } from "#probe/report/probe-report.ts";
import type { RecordingLine } from "#trace/events/recording.ts";
import { RunClock } from "../../support/run-clock.ts";
import { type CommandRun, runCommand } from "../run-explain.ts";

export interface ProbeRun extends CommandRun {
  readonly clock: RunClock;
  /** Of `-o json`. */
  readonly report: ProbeReport;
}

export interface Running {
  readonly clock: RunClock;
  /** Ctrl-C. */
  readonly interrupt: () => void;
  /** Lets time pass until it holds. */
  readonly until: (condition: () => boolean) => Promise<void>;
}

const stepMs = 20;

/** `outlive probe …`, its time passing quickly; `during` runs beside it. */
export async function runProbe(
  args: readonly string[],
  during: (running: Running) => Promise<void> = async () => {},
  resolve: Resolve = async () => ["127.0.0.1"],
  loadElbApi: () => Promise<OpenElbApi> = async () => Promise.reject(new Error("nothing asks AWS")),
): Promise<ProbeRun> {
  const clock = new RunClock();
  const signals = new EventEmitter();
  const tools = { clock, random: () => 0.01, signals, resolve, loadElbApi };
  let over = false;
  const running = runCommand((io) => probeCommand(io, () => tools), args).finally(() => {
    over = true;
  });
  let [failure, busy]: [unknown, boolean] = [undefined, true];
  const beside = during({
    clock,
    interrupt: () => signals.emit("SIGINT"),
    until: (condition) => clock.until(() => over || condition(), stepMs, condition.toString()),
  })
    .catch((error: unknown) => {
      failure = error;
    })
    .finally(() => {
      busy = false;
    });
  await clock.until(() => !busy || over, 0);
  await beside;
  await clock.until(() => over, stepMs);
  const run = await running;
  if (failure !== undefined) throw failure;
  if (signals.listenerCount("SIGINT") + signals.listenerCount("SIGTERM") > 0) throw new Error("listeners are left");
  return {
    ...run,
    clock,
    get report() {
      return JSON.parse(run.stdout) as ProbeReport;
    },
  };
}

/** A folder for recordings, gone after the test. */
export class Recordings {
  readonly #folder = mkdtempSync(join(tmpdir(), "outlive-probe-"));

  path(name = "run.ndjson"): string {
    return join(this.#folder, name);
  }

  text(name = "run.ndjson"): string {
    return readFileSync(this.path(name), "utf8");
  }

  lines(name = "run.ndjson"): readonly RecordingLine[] {
    return this.text(name)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as RecordingLine);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
