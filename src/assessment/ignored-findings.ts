/** Findings that an annotation or the configuration says to live with. They change what is reported, never what is decided. */
import type { Kind, ObjectsByKind } from "#kubernetes/view/kinds.ts";
import { watchedKindOf } from "#load-balancers/watched-kinds.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { IgnoredFinding } from "#model/findings/ignored-finding.ts";
import { type ObjectRef, printRef } from "#model/kubernetes/refs.ts";
import { keys } from "#model/settings/keys.ts";
import { type IgnoreEntries, readIgnoreEntries } from "#workloads/ignore-entries.ts";
import type { DecisionContext } from "./context.ts";

export interface SortedFindings {
  readonly kept: readonly Finding[];
  readonly ignored: readonly IgnoredFinding[];
}

/** An entry that ignores nothing is a finding of its own, once for each object that is looked at. */
export function withoutIgnored(findings: readonly Finding[], context: DecisionContext): SortedFindings {
  const read = new Map<string, Said>();
  const saidBy = (object: ObjectRef): Said => {
    const name = printRef(object);
    const said = read.get(name) ?? entriesOf(object, context);
    read.set(name, said);
    return said;
  };
  const ignored: IgnoredFinding[] = [];
  const kept = findings.filter((finding) => {
    const because = bySettings(finding, context) ?? byAnnotation(finding, placesOf(finding.subject).map(saidBy));
    if (because !== undefined) ignored.push({ finding, ...because });
    return because === undefined;
  });
  return { kept: [...kept, ...[...read.values()].flatMap(invalidEntries)], ignored };
}

interface Said extends IgnoreEntries {
  readonly object: ObjectRef;
}

type Because = Pick<IgnoredFinding, "reason" | "by">;

/** The object itself, then its Namespace. */
const placesOf = (subject: ObjectRef): readonly ObjectRef[] =>
  subject.namespace === undefined ? [subject] : [subject, { apiVersion: "v1", kind: "Namespace", name: subject.namespace }];

function bySettings({ rule, subject }: Finding, { settings }: DecisionContext): Because | undefined {
  const entry = settings.ignore.find(
    (each) => each.rule === rule && (each.namespaces?.includes(subject.namespace ?? subject.name) ?? true),
  );
  return entry && { reason: entry.reason, by: "setting ignore" };
}

function byAnnotation({ rule }: Finding, said: readonly Said[]): Because | undefined {
  for (const { object, entries } of said) {
    const entry = entries.find((each) => each.rule === rule);
    if (entry !== undefined) return { reason: entry.reason, by: `${printRef(object)} ${keys.ignore}` };
  }
  return undefined;
}

const invalidEntries = ({ object, invalid }: Said): readonly Finding[] =>
  invalid.map((value) => ({
    rule: "ignore-invalid",
    severity: "warning",
    subject: object,
    path: `metadata.annotations.${keys.ignore}`,
    actual: undefined,
    required: undefined,
    because: [],
    details: { value: value.slice(0, 80), accepted: "RULE: reason, with a RULE that outlive rules lists" },
  }));

function entriesOf(object: ObjectRef, context: DecisionContext): Said {
  return { object, ...readIgnoreEntries(annotationOf(object, context)) };
}

function annotationOf({ apiVersion, kind, namespace, name }: ObjectRef, { view }: DecisionContext): string {
  const known = watchedKindOf(apiVersion, kind);
  const found = known === undefined ? undefined : view.get(known, namespace ?? "", name);
  return found === undefined ? "" : (annotationsOf(found)[keys.ignore] ?? "");
}

function annotationsOf(object: ObjectsByKind[Kind]): Readonly<Record<string, string>> {
  if ("annotations" in object) return object.annotations;
  return "annotations" in object.meta ? object.meta.annotations : {};
}
