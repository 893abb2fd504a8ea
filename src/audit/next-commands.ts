import { type ObjectRef, printRef } from "#model/kubernetes/refs.ts";
import { keys } from "#model/settings/keys.ts";
import type { AuditOverview } from "./audit-overview.ts";

export interface NextCommand {
  readonly command: string;
  /** What it is for. */
  readonly why: string;
}

/** What to run after reading an audit, in this order. Three, because nobody follows a longer list. */
export function nextCommands(overview: AuditOverview): readonly NextCommand[] {
  const { ranked, source, report } = overview;
  const [costliest] = ranked;
  const namespace = costliest?.explanation.subject.namespace ?? "default";
  const see = costliest === undefined ? demo : explainCommand(costliest.explanation.subject);
  if (source.cluster === undefined) return [];
  if (!source.installed) return [see, install, label(namespace, "audit", "let Outlive record what it would change there")];
  // In every other mode new Pods would be as the old ones are.
  const outdated = ranked.find(({ outdatedPods, explanation }) => outdatedPods > 0 && explanation.mode === "enforce");
  const judgedOnly = report.workloads.find(({ explanation }) => explanation.mode !== "enforce")?.explanation.subject.namespace;
  const restart = outdated && {
    command: `outlive restart -n ${outdated.explanation.subject.namespace ?? "default"}`,
    why: "give running Pods the values that new ones get",
  };
  return [
    see,
    ...(restart === undefined ? [] : [restart]),
    ...(judgedOnly === undefined ? [] : [label(judgedOnly, "enforce", "set the required values on new Pods there")]),
    page,
    watch,
  ].slice(0, 3);
}

const explainCommand = (subject: ObjectRef): NextCommand => ({
  command: `outlive explain ${subject.kind.toLowerCase()}/${subject.name} -n ${subject.namespace ?? "default"}`,
  why: `see what happens to the requests of ${printRef(subject)}`,
});

const demo: NextCommand = { command: "outlive demo", why: "see what Outlive does, on a cluster of your own" };

const install: NextCommand = {
  command: "helm install outlive charts/outlive --namespace outlive-system --create-namespace",
  why: "install Outlive; it changes nothing until a namespace is labelled",
};

const page: NextCommand = {
  command: "outlive audit -o html > audit.html",
  why: "one page for everybody who has to fix something",
};

const watch: NextCommand = { command: "outlive audit --watch", why: "see the report change while somebody fixes something" };

const label = (namespace: string, mode: "audit" | "enforce", why: string): NextCommand => ({
  command: `kubectl label namespace ${namespace} ${keys.mode}=${mode} --overwrite`,
  why,
});
