import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { SubjectName } from "#explain/subject-name.ts";
import { statusOf } from "#kubernetes/api/api-error.ts";
import { apiVersionOf, collectionPath } from "#kubernetes/api/api-path.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";
import { readLabelSelector } from "#kubernetes/objects/read-label-selector.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import type { LabelRequirement, LabelSelector } from "#model/kubernetes/label-selector.ts";

/** Which Pods of a namespace are recorded, as the API server takes it. */
export interface PodSelection {
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** @throws ApiError, or CommandError where the workload does not exist or selects nothing */
export async function selectionOf(
  client: ApiClient,
  workload: SubjectName | undefined,
  selector: string | undefined,
  namespace: string,
  stop: AbortSignal,
): Promise<PodSelection> {
  if (workload === undefined) return { labelSelector: selector };
  if (workload.kind === "Pod") return { fieldSelector: `metadata.name=${workload.name}` };
  const raw = await workloadObject(client, workload, namespace, stop);
  const found = readLabelSelector(at(raw, "spec", "selector"));
  if (found === undefined) throw unreadable(`${workload.kind} ${namespace}/${workload.name} selects no Pods; use --selector`);
  return { labelSelector: selectorText(found) };
}

async function workloadObject(
  client: ApiClient,
  { kind, name }: SubjectName,
  namespace: string,
  signal: AbortSignal,
): Promise<unknown> {
  const known = watchedKinds[kind];
  const [version] = known.versions;
  const path = `${collectionPath({ ...known, version, namespace })}/${encodeURIComponent(name)}`;
  try {
    return await (await client.request(path, { signal })).json();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw unreadable(`the cluster has no ${kind} ${namespace}/${name} (${apiVersionOf(known.group, version)})`);
  }
}

const unreadable = (message: string): CommandError => new CommandError(message, exitCodes.unreadable);

/** As `labels.Selector.String()` of apimachinery prints it. */
export const selectorText = ({ matchLabels, matchExpressions }: LabelSelector): string =>
  [...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`), ...matchExpressions.map(requirementText)].join(",");

function requirementText({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case "In":
      return `${key} in (${values.join(",")})`;
    case "NotIn":
      return `${key} notin (${values.join(",")})`;
    case "Exists":
      return key;
    case "DoesNotExist":
      return `!${key}`;
    default:
      throw unreadable(`the selector's operator ${operator} is not known; use --selector`);
  }
}
