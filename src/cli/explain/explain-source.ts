import { completeManifests } from "#assessment/complete-manifests.ts";
import type { ClusterOptions } from "#cli/cluster/cluster-options.ts";
import { clusterSource } from "#cli/cluster/cluster-source.ts";
import { withCluster } from "#cli/cluster/with-cluster.ts";
import type { CommandIo } from "#cli/io.ts";
import { keepHeapSmall } from "#cli/small-heap.ts";
import type { SubjectSource } from "#explain/explanation-subjects.ts";
import type { SubjectName } from "#explain/subject-name.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { readWorkload } from "#kubernetes/objects/read-workload.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import type { ManifestProblem } from "#manifests/read/manifest-document.ts";
import type { ConfiguredFlags } from "#model/settings/controller-flags.ts";
import { assumptionText } from "#wording/assumption-text.ts";
import type { ExplainOptions } from "./explain-options.ts";

export interface ExplainSource extends SubjectSource {
  /** Lines about what was not read, or perhaps not as meant. */
  readonly remarks: readonly string[];
  /** How many of them are about something that was not read. */
  readonly unreadable: number;
}

type SourceOptions = Pick<ExplainOptions, "filename" | "namespace"> & ClusterOptions;

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
  keepHeapSmall();
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

const fromCluster = (subject: SubjectName | undefined, options: SourceOptions, io: CommandIo): Promise<ExplainSource> =>
  withCluster(options, io, (client) => explainSourceOf(client, subject, options.namespace));

/** The same over a connection that is open already. @throws ApiError */
export async function explainSourceOf(
  client: ApiClient,
  subject: SubjectName | undefined,
  namespace: string | undefined,
): Promise<ExplainSource> {
  const { view, pods, forbidden } = await clusterSource(client, subject, { namespace });
  return { view, pods, remarks: forbidden.map(({ message }) => `note: ${message}`), unreadable: 0 };
}
