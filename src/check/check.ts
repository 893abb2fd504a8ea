/**
 * Manifests evaluated together: every workload and every route in one view, so that a delay in one file meets a sleep in another.
 * Not limited by scope or mode, because files are checked before anybody knows which cluster they go to.
 */

import { type DecisionContext, decisionContext, type GivenContext } from "#assessment/context.ts";
import { controllerProblems } from "#assessment/controller/controller-problems.ts";
import { withoutIgnored } from "#assessment/ignored-findings.ts";
import { explanationFindings } from "#explain/explanation-findings.ts";
import { isWorkloadKind, readWorkload } from "#kubernetes/objects/read-workload.ts";
import { isRouteKind } from "#load-balancers/route-kinds/route-kinds.ts";
import { capFindings } from "#model/findings/cap-findings.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Problem } from "#model/findings/problem.ts";
import { findingOfProblem } from "#model/findings/problem-finding.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { CheckReport, PlacedFinding, RouteFix, SkippedWorkload, WorkloadFix } from "#model/reports/check-report.ts";
import type { DelayFix } from "#model/workloads/remedy.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { namespaceFindings } from "./check-namespaces.ts";
import { placeIn } from "./check-place.ts";
import { problemsOfRoute } from "./check-routes.ts";
import { type CheckSource, type ManifestSubject, refOfSubject, subjectFinder } from "./check-source.ts";
import { unquotedValues } from "./check-unquoted.ts";
import { checkWorkload } from "./check-workload.ts";
import { routeFixes } from "./route-fixes.ts";

export interface Checked extends Omit<CheckReport, "unreadable"> {
  /** What manifests can be given: timings for workloads, delays for routes. */
  readonly fixes: { readonly workloads: readonly WorkloadFix[]; readonly routes: readonly RouteFix[] };
}

/** Called after each object with the number evaluated so far. */
export type Watch = (done: number, total: number) => void;

export function check({ view, objects }: CheckSource, settings: Omit<GivenContext, "view">, watch: Watch = () => {}): Checked {
  const given = { ...settings, view };
  const context = decisionContext(given);
  const found = new Collected();
  const judged = objects.filter(isJudged);
  for (const [index, object] of judged.entries()) {
    found.about(object, context);
    watch(index + 1, judged.length);
  }
  found.aboutControllers(controllerProblems(given));
  return found.sorted(objects, judged, context);
}

const isJudged = ({ kind, document }: ManifestSubject): boolean =>
  kind === "Namespace" || isRouteKind(kind) || workloadOf({ kind, document }) !== undefined;

/** What a controller made follows from what its owner says. */
function workloadOf({ kind, document }: Pick<ManifestSubject, "kind" | "document">): Workload | undefined {
  const workload = isWorkloadKind(kind) ? readWorkload(document.raw) : undefined;
  return workload?.controller === undefined ? workload : undefined;
}

class Collected {
  readonly #judged: Finding[] = [];
  readonly #notices: Finding[] = [];
  readonly #problems: Finding[] = [];
  readonly #skipped: SkippedWorkload[] = [];
  readonly #fixes: WorkloadFix[] = [];
  readonly #delays: DelayFix[] = [];
  /** The object whose evaluating brought up another one, which may stand in no file. */
  readonly #cause = new Map<ObjectRef, ManifestSubject>();

  about(object: ManifestSubject, context: DecisionContext): void {
    const { kind, key } = object;
    this.#keep(this.#notices, unquotedValues(object), object);
    if (kind === "Namespace") this.#keep(this.#notices, namespaceFindings(key.name, context), object);
    else if (isRouteKind(kind)) this.#keep(this.#problems, problemsOfRoute(object, kind, context).map(findingOfProblem), object);
    else this.#workload(object, context);
  }

  aboutControllers(problems: readonly Problem[]): void {
    this.#problems.push(...problems.map(findingOfProblem));
  }

  #workload(object: ManifestSubject, context: DecisionContext): void {
    const workload = workloadOf(object);
    if (workload === undefined) return;
    const { judged, notices, skipped, plan, delays } = checkWorkload(workload, context);
    this.#keep(this.#judged, judged, object);
    this.#keep(this.#notices, notices, object);
    const { ref: subject, podPath } = workload;
    if (skipped !== undefined) this.#skipped.push({ subject, reason: skipped.reason, ...placeIn(object, skipped.path) });
    this.#delays.push(...delays);
    if (plan.length > 0)
      this.#fixes.push({ kind: "workload", subject, podPath, plan, file: object.document.file, line: object.document.line });
  }

  #keep(where: Finding[], findings: readonly Finding[], object: ManifestSubject): void {
    for (const finding of capFindings(findings)) {
      this.#cause.set(finding.subject, object);
      where.push(finding);
    }
  }

  sorted(objects: readonly ManifestSubject[], judged: readonly ManifestSubject[], context: DecisionContext): Checked {
    const subjectOf = subjectFinder(objects);
    const all = explanationFindings({ judged: this.#judged, notices: this.#notices, problems: this.#problems });
    const { kept, ignored } = withoutIgnored(all, context);
    const place = (finding: Finding): readonly PlacedFinding[] => {
      const own = subjectOf(finding.subject);
      if (own !== undefined) return [{ finding, ...placeIn(own, finding.path) }];
      const cause = this.#cause.get(finding.subject);
      return cause === undefined ? [] : [{ finding, ...placeIn(cause, "") }];
    };
    const files = new Map([...new Set(objects.map(({ document }) => document.file))].map((file, index) => [file, index]));
    const byPlace = (a: { file: string; line: number }, b: { file: string; line: number }): number =>
      (files.get(a.file) ?? 0) - (files.get(b.file) ?? 0) || a.line - b.line;
    return {
      findings: kept.flatMap(place).sort(byPlace),
      ignored,
      skipped: this.#skipped.toSorted(byPlace),
      checked: judged
        .map((object) => ({ subject: refOfSubject(object), file: object.document.file, line: object.document.line }))
        .sort(byPlace),
      fixes: { workloads: this.#fixes, routes: routeFixes(this.#delays, subjectOf) },
    };
  }
}
