import { isWorkloadKind, type WorkloadKind } from "#kubernetes/objects/read-workload.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";

/** A workload as people name it on a command line. */
export interface SubjectName {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly namespace: string | undefined;
}

export type SubjectNameText =
  | { readonly ok: true; readonly kind: WorkloadKind; readonly name: string }
  | { readonly ok: false; readonly message: string };

/** Short names of the API server (`kubectl api-resources`), and of Argo Rollouts' CustomResourceDefinition. */
const shortNames: Readonly<Record<string, WorkloadKind>> = {
  deploy: "Deployment",
  sts: "StatefulSet",
  ds: "DaemonSet",
  rs: "ReplicaSet",
  po: "Pod",
  cj: "CronJob",
  ro: "Rollout",
};

interface KnownKind {
  readonly kind: WorkloadKind;
  readonly group: string;
}

const kindsByName: ReadonlyMap<string, KnownKind> = new Map(
  Object.values(watchedKinds).flatMap(({ kind, group, plural }) => {
    if (!isWorkloadKind(kind)) return [];
    const short = Object.entries(shortNames).flatMap(([name, of]) => (of === kind ? [name] : []));
    return [kind.toLowerCase(), plural, ...short].map((name) => [name, { kind, group }] as const);
  }),
);

/** `KIND/NAME` in the forms that kubectl takes: `deploy/shop`, `Deployment/shop`, `deployments.apps/shop`, `deployments.v1.apps/shop`. */
export function parseSubjectName(text: string): SubjectNameText {
  const [, kindText, name] = /^([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (kindText === undefined || name === undefined)
    return { ok: false, message: `"${text}" is not KIND/NAME, such as deployment/shop` };
  const [kindName = "", ...rest] = kindText.toLowerCase().split(".");
  const group = (/^v\d/.test(rest[0] ?? "") ? rest.slice(1) : rest).join(".");
  const known = kindsByName.get(kindName);
  if (known === undefined || (group !== "" && group !== known.group)) {
    const accepted = [...new Set([...kindsByName.values()].map(({ kind }) => kind.toLowerCase()))].join(", ");
    return { ok: false, message: `"${kindText}" is not a workload kind; expected one of ${accepted}` };
  }
  return { ok: true, kind: known.kind, name };
}

/** `deploy NAME` as well as `deploy/NAME`: the first two words put together where the first is a kind by itself. */
export function joinedSubject(words: readonly string[]): readonly string[] {
  const [kind = "", name, ...others] = words;
  const [kindName = ""] = kind.toLowerCase().split(".");
  return name === undefined || name.includes("/") || !kindsByName.has(kindName) ? words : [`${kind}/${name}`, ...others];
}

export const printSubjectName = ({ kind, name, namespace }: SubjectName): string =>
  namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
