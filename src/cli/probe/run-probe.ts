import type { OpenElbApi } from "#aws/api/elb-api.ts";
import { loadConfiguration } from "#cli/configuration-file.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { CommandIo } from "#cli/io.ts";
import { versionLine } from "#cli/version.ts";
import type { Clock } from "#clock/clock.ts";
import { Addresses, type Resolve } from "#http-load/addresses.ts";
import { HttpSender } from "#http-load/http-sender.ts";
import { hostOf, type ProbeTarget, publicUrl } from "#http-load/probe-target.ts";
import { type LoadState, newLoadState, runLoad } from "#http-load/run-load.ts";
import { RecordedFacts } from "#probe/causes/recorded-facts.ts";
import { loadLimits } from "#probe/load/load-plan.ts";
import { requestLine } from "#probe/recording/request-line.ts";
import { buildProbeReport } from "#probe/report/build-probe-report.ts";
import type { ProbeReport } from "#probe/report/probe-report.ts";
import { Tally } from "#probe/results/tally.ts";
import { type RecordingLine, recordingVersion } from "#trace/events/recording.ts";
import { assumedPolicies } from "#trace/measures/assumed-policies.ts";
import { printUtc } from "#trace/time/utc.ts";
import { type ClusterRecording, clusterRecording } from "./cluster-recorders.ts";
import { type HealthRecording, healthRecording } from "./health-recording.ts";
import { type Interrupts, listenForInterrupts, type SignalSource } from "./interrupts.ts";
import type { ProbeArguments } from "./probe-arguments.ts";
import { showProbe } from "./probe-display.ts";
import type { ProbeOptions } from "./probe-options.ts";
import { RecordingFile } from "./recording-file.ts";

/** What a probe needs of the machine. */
export interface ProbeTools {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signals: SignalSource;
  readonly resolve: Resolve;
  readonly loadElbApi: () => Promise<OpenElbApi>;
}

/** The kubelet reports the end of a container up to this long after it. */
const settleMs = 2000;

/** Runs to its end, or until a signal. @throws CommandError where it cannot begin */
export async function runProbe(
  given: ProbeArguments,
  options: ProbeOptions,
  io: CommandIo,
  tools: ProbeTools,
): Promise<ProbeReport> {
  const { clock } = tools;
  const { settings } = loadConfiguration(options.config);
  const addresses = given.target === undefined ? undefined : await addressesOf(given.target, tools.resolve);
  const file = options.record === undefined ? undefined : await RecordingFile.create(options.record);
  const recorded = new RecordedFacts();
  const interrupts = listenForInterrupts(tools.signals);
  const write = (line: RecordingLine): void => {
    file?.write(line);
    if (line.kind === "pod" || line.kind === "target") recorded.add(line);
  };
  let cluster: ClusterRecording | undefined;
  let health: HealthRecording | undefined;
  try {
    write(headerLine(given.target, clock.nowMs()));
    if (given.cluster) cluster = await clusterRecording(given, options, io, { ...tools, stop: interrupts.stop }, write);
    if (given.targetGroups.length > 0) health = await healthRecording(given.targetGroups, options.awsEndpoint, tools, write);
    const recorders = [...(cluster?.recorders ?? []), ...(health?.recorders ?? [])];
    const sinceMs = clock.nowMs();
    const run = await sendOrWait(given, { addresses, cluster, write, interrupts, io, tools, quiet: options.quiet ?? false });
    const interrupted = interrupts.stop.aborted;
    if (recorders.length > 0) await clock.sleep(settleMs, interrupts.abort);
    await Promise.all(recorders.map((recorder) => recorder.stop()));
    await file?.close();
    return buildProbeReport({
      url: given.target === undefined ? undefined : publicUrl(given.target.url),
      sinceMs,
      untilMs: clock.nowMs(),
      interrupted,
      load: run === undefined ? undefined : { tally: run.tally, ...run.state, ...given },
      recorders,
      podsRecorded: cluster !== undefined,
      recorded,
      file: file === undefined ? undefined : { path: file.path, lines: file.lines, problem: file.problem },
      failedLookUps: addresses?.failures ?? 0,
      policies: assumedPolicies(settings.policies, undefined),
    });
  } finally {
    interrupts.done();
    await cluster?.close();
    await health?.close();
    await file?.close();
  }
}

async function addressesOf({ url }: ProbeTarget, resolve: Resolve): Promise<Addresses> {
  const addresses = new Addresses(hostOf(url), resolve, loadLimits.addresses);
  try {
    await addresses.start();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`the name ${hostOf(url)} cannot be resolved: ${why}`, exitCodes.unreadable);
  }
  return addresses;
}

const headerLine = (target: ProbeTarget | undefined, nowMs: number): RecordingLine => ({
  kind: "recording",
  version: recordingVersion,
  at: printUtc(nowMs),
  tool: `outlive ${versionLine()}`,
  ...(target === undefined ? {} : { url: publicUrl(target.url) }),
});

interface RunParts {
  readonly addresses: Addresses | undefined;
  readonly cluster: ClusterRecording | undefined;
  readonly write: (line: RecordingLine) => void;
  readonly interrupts: Interrupts;
  readonly io: CommandIo;
  readonly tools: ProbeTools;
  readonly quiet: boolean;
}

interface LoadRun {
  readonly tally: Tally;
  readonly state: LoadState;
}

async function sendOrWait(
  { target, plan, accepted }: ProbeArguments,
  { addresses, cluster, write, interrupts, io, tools, quiet }: RunParts,
): Promise<LoadRun | undefined> {
  const { clock } = tools;
  const tally = target === undefined ? undefined : new Tally(hostOf(target.url), accepted);
  const state = newLoadState();
  const startedMs = clock.monotonicMs();
  const display = showProbe(io.stderr, quiet, clock, () => ({
    nowMs: clock.nowMs(),
    elapsedMs: clock.monotonicMs() - startedMs,
    durationMs: plan.durationMs,
    tally,
    inFlight: state.inFlight,
    pods: cluster?.pods() ?? [],
  }));
  try {
    if (target === undefined || addresses === undefined || tally === undefined) {
      await clock.sleep(plan.durationMs, interrupts.stop);
      return undefined;
    }
    await runLoad(plan, {
      sender: new HttpSender(target, plan, clock),
      addresses,
      clock,
      state,
      stop: interrupts.stop,
      abort: interrupts.abort,
      onOutcome: (outcome) => {
        tally.add(outcome);
        write(requestLine(outcome));
      },
    });
    return { tally, state };
  } finally {
    display.done();
  }
}
