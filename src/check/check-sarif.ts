/** SARIF 2.1.0 (OASIS), with what GitHub code scanning requires besides. */

import { fingerprint } from "#model/findings/fingerprint.ts";
import { printRef, refPath } from "#model/kubernetes/refs.ts";
import type { CheckReport, InputDiagnostic, Place, PlacedFinding, SkippedWorkload } from "#model/reports/check-report.ts";
import { published } from "#model/reports/published.ts";
import { findingJson } from "#wording/finding-json.ts";
import { printable } from "#wording/printable.ts";
import { ruleDescription } from "#wording/rule-texts/rule-description.ts";
import { ruleUrl } from "#wording/rule-texts/rule-page.ts";

/** @param documentation address of the pages of docs/; SARIF takes absolute addresses only, so without one there are no links */
export function checkSarif(
  report: CheckReport,
  version: string,
  documentation: string | undefined = published.documentation,
): object {
  const firsts = firstOfEachRule(report.findings);
  const indices = new Map(firsts.map(({ finding }, index) => [finding.rule as string, index]));
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "outlive",
            version,
            semanticVersion: version,
            ...(documentation === undefined ? {} : { informationUri: `${documentation}/check.md` }),
            rules: firsts.map((first) => ruleIn(first, documentation)),
          },
        },
        invocations: [
          {
            executionSuccessful: report.unreadable.length === 0,
            toolExecutionNotifications: [...report.unreadable.map(unreadableIn), ...report.skipped.map(skippedIn)],
          },
        ],
        columnKind: "utf16CodeUnits",
        results: report.findings.map((placed) => resultIn(placed, indices)),
      },
    ],
  };
}

const firstOfEachRule = (findings: readonly PlacedFinding[]): readonly PlacedFinding[] => [
  ...new Map(findings.toReversed().map((placed) => [placed.finding.rule, placed])).values(),
];

/** About the rule, whichever object breaks it: viewers show it once beside all of its results. */
function ruleIn({ finding }: PlacedFinding, documentation: string | undefined): object {
  const { what, why, todo } = ruleDescription(finding.rule);
  const text = `${sentence(what)} ${sentence(why)} To fix: ${sentence(todo)}`;
  const markdown = `${sentence(what)} ${sentence(why)}\n\n**To fix:** ${sentence(todo)}`;
  const page = ruleUrl(finding.rule, documentation);
  return {
    id: finding.rule,
    name: pascalCase(finding.rule),
    shortDescription: { text: sentence(what) },
    fullDescription: { text: `${sentence(what)} ${sentence(why)}` },
    help:
      page === undefined
        ? { text, markdown }
        : { text: `${text} See ${page}`, markdown: `${markdown}\n\n[${finding.rule}](${page})` },
    ...(page === undefined ? {} : { helpUri: page }),
    defaultConfiguration: { level: finding.severity },
    properties: { tags: ["kubernetes", "availability"] },
  };
}

function resultIn({ finding, file, line }: PlacedFinding, indices: ReadonlyMap<string, number>): object {
  const { message, actualSeconds, requiredSeconds, because } = findingJson(finding);
  const { subject } = finding;
  return {
    ruleId: finding.rule,
    ruleIndex: indices.get(finding.rule),
    level: finding.severity,
    message: { text: message },
    locations: [
      {
        ...locationIn({ file, line }),
        logicalLocations: [
          { name: subject.name, fullyQualifiedName: `${subject.kind}/${refPath(subject)}#${finding.path}`, kind: "resource" },
        ],
      },
    ],
    // The same when lines move, so that a finding is known again.
    partialFingerprints: { "outliveFinding/v1": fingerprint(finding) },
    properties: { actualSeconds, requiredSeconds, because },
  };
}

const locationIn = ({ file, line }: { readonly file: string; readonly line: number | undefined }): object => ({
  physicalLocation: {
    artifactLocation: { uri: uriOf(file) },
    ...(line === undefined ? {} : { region: { startLine: line } }),
  },
});

const unreadableIn = ({ file, line, message }: InputDiagnostic): object =>
  notification("error", printable(message), { file, line });

const skippedIn = ({ subject, reason, file, line }: SkippedWorkload): object =>
  notification("note", printable(`${printRef(subject)} is skipped: ${reason}`), { file, line });

const notification = (
  level: "error" | "note",
  text: string,
  place: { file: string; line: Place["line"] | undefined },
): object => ({
  level,
  message: { text },
  locations: [locationIn(place)],
});

/** Relative files stay relative: whoever shows the report knows where the checkout is. */
function uriOf(file: string): string {
  if (file === "-") return "stdin";
  const path = file
    .replaceAll("\\", "/")
    .split("/")
    .map((part) => encodeURIComponent(part))
    .join("/");
  return path.startsWith("/") ? `file://${path}` : path.replace(/^(?:\.\/)+/, "");
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const pascalCase = (id: string): string =>
  id
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
