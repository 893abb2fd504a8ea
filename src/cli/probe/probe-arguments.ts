import { readFileSync } from "node:fs";
import { validateHeaderName, validateHeaderValue } from "node:http";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import { parseSubjectName, type SubjectName } from "#explain/subject-name.ts";
import type { ProbeTarget } from "#http-load/probe-target.ts";
import { parseDuration } from "#model/findings/duration-text.ts";
import { parseTargetGroupArn } from "#model/load-balancers/target-group-arn.ts";
import { connectTimeoutMs, type LoadPlan, loadLimits } from "#probe/load/load-plan.ts";
import { type AcceptedStatuses, readAcceptedStatuses } from "#probe/results/accepted-statuses.ts";
import type { ProbeOptions } from "./probe-options.ts";

export interface ProbeArguments {
  /** Undefined where nothing is sent. */
  readonly target: ProbeTarget | undefined;
  readonly plan: LoadPlan;
  readonly accepted: AcceptedStatuses;
  /** In percent. */
  readonly minSuccess: number | undefined;
  readonly workload: SubjectName | undefined;
  /** Pods are recorded. */
  readonly cluster: boolean;
  /** ARNs of the target groups whose health is recorded. */
  readonly targetGroups: readonly string[];
}

/** @throws CommandError naming what cannot be read or is beyond a limit */
export function readProbeArguments(operands: readonly string[], options: ProbeOptions): ProbeArguments {
  const urls = operands.filter((operand) => /^https?:\/\//i.test(operand));
  const others = operands.filter((operand) => !urls.includes(operand));
  if (urls.length > 1 || others.length > 1) throw wrongUsage("name one URL and at most one workload");
  const workload = others[0] === undefined ? undefined : workloadOf(others[0], urls.length > 0, options.namespace);
  if (workload !== undefined && options.selector !== undefined) throw wrongUsage("name a workload or use --selector, not both");
  const cluster = [workload, options.namespace, options.selector, options.kubeconfig, options.context].some(
    (given) => given !== undefined,
  );
  const targetGroups = (options.targetGroup ?? []).map(knownArn);
  if (targetGroups.length > mostTargetGroups)
    throw wrongUsage(`--target-group can be repeated ${mostTargetGroups} times at most`);
  if (!options.load) recordingOnly(urls, cluster || targetGroups.length > 0, options);
  else if (urls[0] === undefined) throw wrongUsage("name the URL to probe, or use --no-load to record only");
  return {
    target: urls[0] === undefined ? undefined : targetOf(urls[0], options),
    plan: planOf(options),
    accepted: accepted(options.accept),
    minSuccess: options.minSuccess === undefined ? undefined : percent(options.minSuccess),
    workload,
    cluster,
    targetGroups,
  };
}

/** Each is looked at every two seconds; AWS throttles an account, not a client. */
const mostTargetGroups = 5;

function knownArn(text: string): string {
  if (parseTargetGroupArn(text) === undefined) throw wrongUsage("--target-group takes the ARN of a target group");
  return text;
}

function recordingOnly(urls: readonly string[], records: boolean, { record, minSuccess }: ProbeOptions): void {
  if (urls.length > 0) throw wrongUsage("--no-load sends nothing, so name no URL");
  if (record === undefined) throw wrongUsage("--no-load only records; name the file with --record");
  if (!records) throw wrongUsage("--no-load records Pods; name a workload, or use -n and -l");
  if (minSuccess !== undefined) throw wrongUsage("--min-success needs load; leave out --no-load");
}

function workloadOf(text: string, urlGiven: boolean, namespace: string | undefined): SubjectName {
  const read = parseSubjectName(text);
  if (read.ok) return { kind: read.kind, name: read.name, namespace };
  throw wrongUsage(urlGiven ? read.message : `"${text}" is neither a URL that begins with http:// or https:// nor a workload`);
}

function targetOf(text: string, { method, header = [], caFile, podHeader }: ProbeOptions): ProbeTarget {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === "") throw wrongUsage("the URL cannot be read");
  if (url.username !== "" || url.password !== "") throw wrongUsage("no user or password in the URL; use --header");
  return {
    url,
    method,
    headers: header.map(headerOf),
    ca: caFile === undefined ? undefined : fileText(caFile),
    podHeader: podHeader?.toLowerCase(),
  };
}

/** Headers that decide where a request goes, or where it ends, are the client's own. */
const own: ReadonlySet<string> = new Set(["host", "connection", "content-length", "transfer-encoding", "upgrade", "expect"]);

function headerOf(text: string): readonly [string, string] {
  const colon = text.indexOf(":");
  const [name, value] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  try {
    if (colon < 1) throw new Error("no name");
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw wrongUsage('--header takes "Name: value"');
  }
  if (own.has(name.toLowerCase())) throw wrongUsage(`--header cannot set ${name}`);
  return [name, value];
}

function fileText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandError(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      exitCodes.wrongUsage,
    );
  }
}

function planOf({ rate, duration, connections, timeout, load }: ProbeOptions): LoadPlan {
  const longest = load ? loadLimits.durationSeconds : loadLimits.recordingSeconds;
  return {
    rate: within("--rate", rate, /^\d{1,4}(\.\d{1,3})?$/, 0.001, loadLimits.rate, "requests a second"),
    durationMs: seconds("--duration", duration, longest) * 1000,
    mostInFlight: within("--connections", connections, /^\d{1,6}$/, 1, loadLimits.connections, "connections"),
    connectTimeoutMs,
    timeoutMs: seconds("--timeout", timeout, longestTimeout) * 1000,
  };
}

/** The longest idle timeout of an Application Load Balancer. */
const longestTimeout = 4000;

function within(option: string, text: string, shape: RegExp, least: number, most: number, unit: string): number {
  const value = Number(text);
  if (!shape.test(text) || value < least || value > most) {
    throw wrongUsage(`${option} takes a number of ${unit} from ${least} to ${most}`);
  }
  return value;
}

function seconds(option: string, text: string, most: number): number {
  const read = parseDuration(text);
  if (!read.ok) throw wrongUsage(`${option} takes ${read.accepted}`);
  if (read.seconds < 1 || read.seconds > most) throw wrongUsage(`${option} is from 1 s to ${most} s`);
  return read.seconds;
}

function percent(text: string): number {
  const value = Number(text);
  if (!/^\d{1,3}(\.\d{1,4})?$/.test(text) || value > 100) {
    throw wrongUsage("--min-success takes a percentage up to 100, such as 99.99, with four digits after the point at most");
  }
  return value;
}

function accepted(text: string): AcceptedStatuses {
  const read = readAcceptedStatuses(text);
  if (read === undefined) throw wrongUsage("--accept takes statuses and ranges, such as 200-299,304");
  return read;
}

const wrongUsage = (message: string): CommandError => new CommandError(message, exitCodes.wrongUsage);
