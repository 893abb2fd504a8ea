import type { Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { printAmount } from "#wording/amount-text.ts";
import { controllerLines } from "#wording/cluster/controller-words.ts";
import { nodeLines } from "#wording/cluster/node-words.ts";
import { findingText } from "#wording/finding-text.ts";
import { type Paint, paintWith } from "#wording/paint.ts";
import { printable } from "#wording/printable.ts";
import { remedySteps } from "#wording/remedy-words.ts";
import { table } from "#wording/table.ts";
import { wrap } from "#wording/wrap.ts";
import {
  currentAndRequired,
  declaredAmounts,
  gateWords,
  loadBalancerName,
  modeSentence,
  noTargetGroups,
  notJudged,
  sourcesOf,
} from "./explanation-sentences.ts";
import { explanationTimeline } from "./explanation-timeline.ts";
import { findingsOfPods, givenAtCreation, givenSentence } from "./given-at-creation.ts";
import { rollOutSentences } from "./roll-out-sentences.ts";
import { timelineText } from "./timeline-text.ts";
import { whyNot } from "./why-not.ts";

export interface ExplanationTextOptions {
  /** Of the terminal, in characters. */
  readonly width: number;
  readonly color: boolean;
  /** Requests a second; undefined: nobody says. */
  readonly rate?: number | undefined;
}

interface Page {
  readonly width: number;
  readonly paint: Paint;
}

/** An explanation for people, without a line feed at its end. */
export function explanationText(explanation: Explanation, { width, color, rate }: ExplanationTextOptions): string {
  const page = { width, paint: paintWith(color) };
  const parts = [
    header(explanation, page),
    times(explanation, page),
    targetGroups(explanation, page),
    [page.paint("strong", "One Pod after its deletion"), "", timelineText(explanationTimeline(explanation), { width, color })],
    rollOut(explanation, rate, page),
    gates(explanation, page),
    controller(explanation, page),
    nodes(explanation, page),
    remedy(explanation, page),
    findings(explanation, page),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const header = (explanation: Explanation, { width, paint }: Page): readonly string[] => [
  paint("strong", printable(printRef(explanation.subject))),
  ...block(modeSentence(explanation), width),
  `policy ${printable(explanation.policy)}`,
  ...whyNot(explanation).flatMap(({ why, todo, command }) => [
    ...block(command === undefined ? `${why} ${todo}` : `${why} ${todo}:`, width).map((line) => paint("warning", line)),
    // Whole, so that it can be pasted.
    ...(command === undefined ? [] : [`  ${printable(command)}`]),
  ]),
];

function times(explanation: Explanation, { width, paint }: Page): readonly string[] {
  const rows = table(
    [
      { head: "", cell: ([name]) => name },
      { head: "now", cell: ([, now]) => now, align: "right" },
      { head: "required", cell: ([, , required]) => required, align: "right" },
    ],
    currentAndRequired(explanation),
    paint,
  );
  const assumed = declaredAmounts(explanation).map((amount) => printAmount(amount));
  return [...rows, ...[...assumed, ...notJudged(explanation)].flatMap((text) => item(text, width))];
}

function targetGroups(explanation: Explanation, { width, paint }: Page): readonly string[] {
  const { targetGroups: groups } = explanation;
  const title = paint("strong", "Target groups");
  if (groups.length === 0) return [title, ...block(noTargetGroups(explanation), width)];
  const numbered = groups.map((group, at) => ({ group, number: at + 1 }));
  return [
    title,
    ...table<(typeof numbered)[number]>(
      [
        { head: "#", cell: ({ number }) => String(number), align: "right" },
        { head: "lb", cell: ({ group }) => loadBalancerName(group) },
        { head: "route", cell: ({ group }) => printable(printRef(group.origin)) },
        { head: "service", cell: ({ group }) => printable(`${group.service}:${group.port}`) },
        { head: "targets", cell: ({ group }) => group.targetType },
        { head: "drains", cell: ({ group }) => `${group.deregistrationDelay.value} s`, align: "right" },
        {
          head: "idle",
          cell: ({ group }) => (group.idleTimeout === undefined ? "?" : `${group.idleTimeout.value} s`),
          align: "right",
        },
        {
          head: "problems",
          cell: ({ group }) => (group.problems.length === 0 ? "" : String(group.problems.length)),
          align: "right",
        },
      ],
      numbered,
      paint,
    ),
    ...numbered.flatMap(({ group, number }) => ["", ...numbers(group, number, width)]),
  ];
}

function numbers(group: TargetGroup, number: number, width: number): readonly string[] {
  const label = `${number}  `;
  const lines = [...(group.binding === undefined ? [] : [`binding ${group.binding}`]), ...sourcesOf(group)];
  return lines.flatMap((text, at) => hanging(at === 0 ? label : " ".repeat(label.length), text, width));
}

function rollOut(explanation: Explanation, rate: number | undefined, { width, paint }: Page): readonly string[] {
  const sentences = rollOutSentences(explanation, rate);
  return sentences.length === 0 ? [] : [paint("strong", "A roll-out"), ...sentences.flatMap((text) => block(text, width))];
}

function gates({ gates: states }: Explanation, { width, paint }: Page): readonly string[] {
  if (states.length === 0) return [];
  const lines = states.map(gateWords).flatMap(({ gate, state, impossible }) => {
    const lines = hanging("  ", state, width);
    return [printable(gate), ...(impossible ? lines.map((line) => paint("error", line)) : lines)];
  });
  return [paint("strong", "Readiness gates"), ...lines];
}

function controller({ controller: known, targetGroups: groups }: Explanation, { width, paint }: Page): readonly string[] {
  const lines = groups.length === 0 ? [] : controllerLines(known);
  return lines.length === 0 ? [] : [paint("strong", "Load balancer controller"), ...lines.flatMap((line) => item(line, width))];
}

function nodes({ nodes: groups, targetGroups: behind }: Explanation, { width, paint }: Page): readonly string[] {
  const lines = behind.length === 0 ? [] : nodeLines(groups);
  return lines.length === 0
    ? []
    : [paint("strong", "Nodes that its Pods may run on"), ...lines.flatMap((line) => item(line, width))];
}

function remedy({ remedy: values }: Explanation, { width, paint }: Page): readonly string[] {
  return values === undefined ? [] : [paint("strong", "Remedy"), ...remedySteps(values).flatMap((step) => item(step, width))];
}

function findings(explanation: Explanation, page: Page): readonly string[] {
  const given = givenAtCreation(explanation);
  const listed = listedFindings(findingsOfPods(explanation), page);
  if (given.length === 0) return listed;
  return [
    ...listed,
    "",
    page.paint("strong", "Given at creation"),
    ...block(givenSentence, page.width),
    ...given.flatMap((finding) => item(`${findingText(finding).what} [${finding.rule}]`, page.width)),
  ];
}

function listedFindings(all: readonly Finding[], page: Page): readonly string[] {
  if (all.length === 0) return [page.paint("good", "No problems found.")];
  const count = (severity: Finding["severity"]): number => all.filter((finding) => finding.severity === severity).length;
  return [
    page.paint("strong", `Findings (errors: ${count("error")}, warnings: ${count("warning")})`),
    ...all.flatMap((finding, at) => [...(at === 0 ? [] : [""]), ...findingLines(finding, page)]),
  ];
}

function findingLines(finding: Finding, { width, paint }: Page): readonly string[] {
  const { what, why, todo } = findingText(finding);
  const [first = "", ...more] = hanging("  ", what, width);
  return [
    `${paint(finding.severity, finding.severity)} ${paint("quiet", finding.rule)}`,
    first,
    ...more,
    ...hanging("  why: ", why, width),
    ...hanging("  fix: ", todo, width),
  ];
}

const block = (text: string, width: number): readonly string[] => wrap(printable(text), width);

const item = (text: string, width: number): readonly string[] => hanging("- ", text, width);

/** The first line behind `lead`, the others as deep. */
const hanging = (lead: string, text: string, width: number): readonly string[] =>
  block(text, width - lead.length).map((line, at) => (at === 0 ? lead : " ".repeat(lead.length)) + line);
