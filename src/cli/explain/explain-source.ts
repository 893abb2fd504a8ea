import { completeManifests } from "#assessment/complete-manifests.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { CommandIo } from "#cli/io.ts";
import { keepYoungHeapSmall } from "#cli/small-heap.ts";
import type { SubjectSource } from "#explain/explanation-subjects.ts";
import type { SubjectName } from "#explain/subject-name.ts";
import { ApiError, statusOf } from "#kubernetes/api/api-error.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { ConfigurationError } from "#kubernetes/api/kubeconfig.ts";
import { readPod, readWorkload } from "#kubernetes/objects/read-workload.ts";
import { listAll } from "#kubernetes/watch/list-all.ts";
import { listCluster } from "#kubernetes/watch/listed-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import type { ManifestProblem } from "#manifests/read/manifest-document.ts";
import type { ConfiguredFlags } from "#model/settings/controller-flags.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { assumptionText } from "#wording/assumption-text.ts";
import type { ExplainOptions } from "./explain-options.ts";

export interface ExplainSource extends SubjectSource {
  /** Lines about what was not read, or perhaps not as meant. */
  readonly remarks: readonly string[];
  /** How many of them are about something that was not read. */
  readonly unreadable: number;
}

type SourceOptions = Pick<ExplainOptions, "filename" | "namespace" | "kubeconfig" | "context">;

/** The objects to explain from: the files that are named, else the cluster. @throws CommandError where there is nothing to be had */
export function readExplainSource(
  subject: SubjectName | undefined,
  options: SourceOptions,
  flags: ConfiguredFlags,
  io: CommandIo,
): Promise<ExplainSource> {
  return options.filename === undefined ? fromCluster(subject, options, io) : fromFiles(options.filename, options, flags, io);
}

async function fromFiles(
  paths: readonly string[],
  { namespace }: SourceOptions,
  flags: ConfiguredFlags,
  io: CommandIo,
): Promise<ExplainSource> {
  keepYoungHeapSmall();
  const { view, objects, problems } = await readManifests(watchedKinds, paths, io.stdin, { namespace });
  const pods = objects.flatMap(({ kind, document }) => (kind === "Pod" ? (readWorkload(document.raw) ?? []) : []));
  const unreadable = problems.filter(({ severity }) => severity === "error").length;
  const completed = completeManifests(view, flags);
  const assumed = completed.assumptions.map((assumption) => `note: ${assumptionText(assumption)}`);
  return { view: completed.view, pods, remarks: [...problems.map(remark), ...assumed], unreadable };
}

function remark({ file, line, message, severity }: ManifestProblem): string {
  const place = line === undefined ? "" : `${file === "-" ? "standard input" : file}:${line}: `;
  return `${place}${severity === "notice" ? "note: " : ""}${message}`;
}

async function fromCluster(subject: SubjectName | undefined, options: SourceOptions, io: CommandIo): Promise<ExplainSource> {
  try {
    const client = createClient({ kubeconfig: options.kubeconfig, context: options.context }, { ...io.environment });
    try {
      const [{ view, forbidden }, pods] = await Promise.all([listCluster(watchedKinds, client), podsOf(client, subject)]);
      return { view, pods, remarks: forbidden.map(({ message }) => `note: ${message}`), unreadable: 0 };
    } finally {
      await client.close();
    }
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof ApiError) {
      throw new CommandError(error.message, exitCodes.unreadable);
    }
    throw error;
  }
}

/** Views keep little of a Pod, so those that are to be explained are requested by themselves: one by its name, or all that nobody makes. */
async function podsOf(client: ApiClient, subject: SubjectName | undefined): Promise<readonly Workload[]> {
  if (subject !== undefined && subject.kind !== "Pod") return [];
  const read = (raw: unknown): Workload | undefined => {
    const pod = readPod(raw);
    return subject === undefined && pod?.controller !== undefined ? undefined : pod;
  };
  const pods = watchedKinds.Pod;
  const fieldSelector = subject === undefined ? pods.fieldSelector : `metadata.name=${subject.name}`;
  try {
    const listed = await listAll(client, { ...pods, fieldSelector, read });
    return (listed?.objects ?? []).map(({ object }) => object);
  } catch (error) {
    if (statusOf(error) === 403) return [];
    throw error;
  }
}
