import type { Severity } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { CheckedObject, CheckReport, InputDiagnostic, PlacedFinding, SkippedWorkload } from "#model/reports/check-report.ts";
import { findingJson } from "#wording/finding-json.ts";
import { printable } from "#wording/printable.ts";
import { byFile } from "./check-table.ts";

/** Severities that fail; others are listed and pass. */
export type Failing = ReadonlySet<Severity>;

interface TestCase {
  readonly file: string;
  readonly result: "failure" | "error" | "skipped" | "passed";
  readonly lines: readonly string[];
}

/**
 * JUnit's XML, as CI systems read it: a suite for each file, a case for each finding, and one for each object without any.
 * No schema is agreed on; elements and attributes are those that Jenkins, GitLab and GitHub reporters have in common.
 */
export function checkJunit(report: CheckReport, failing: Failing, name = "outlive check"): string {
  const cases = [
    ...report.unreadable.map(unreadableCase),
    ...report.findings.map((placed) => findingCase(placed, failing)),
    ...report.skipped.map(skippedCase),
    ...withoutFindings(report).map(passedCase),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${quoted(name)} ${counts(cases)}>`,
    ...byFile(cases).flatMap(([file, each]) => [
      `  <testsuite name=${quoted(file)} ${counts(each)}>`,
      ...each.flatMap(({ lines }) => lines.map((line) => `    ${line}`)),
      "  </testsuite>",
    ]),
    "</testsuites>",
  ].join("\n");
}

const counts = (cases: readonly TestCase[]): string => {
  const count = (result: TestCase["result"]): number => cases.filter((each) => each.result === result).length;
  return `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
};

function findingCase({ finding, file, line }: PlacedFinding, failing: Failing): TestCase {
  const { message } = findingJson(finding);
  const fails = failing.has(finding.severity);
  const text = `${file}:${line}: ${finding.severity}: ${message}`;
  const inside = fails
    ? `<failure message=${quoted(message)} type=${quoted(finding.rule)}>${escaped(text)}</failure>`
    : `<system-out>${escaped(text)}</system-out>`;
  return testCase(file, printRef(finding.subject), finding.rule, line, fails ? "failure" : "passed", inside);
}

const unreadableCase = ({ file, line, message }: InputDiagnostic): TestCase =>
  testCase(file, "reading", "unread", line, "error", `<error message=${quoted(message)} type="unread"/>`);

const skippedCase = ({ subject, reason, file, line }: SkippedWorkload): TestCase =>
  testCase(file, printRef(subject), "skipped", line, "skipped", `<skipped message=${quoted(reason)}/>`);

const passedCase = ({ subject, file, line }: CheckedObject): TestCase =>
  testCase(file, printRef(subject), "clean", line, "passed", undefined);

function testCase(
  file: string,
  name: string,
  className: string,
  line: number | undefined,
  result: TestCase["result"],
  inside: string | undefined,
): TestCase {
  const place = line === undefined ? "" : ` line="${line}"`;
  const head = `<testcase name=${quoted(name)} classname=${quoted(className)} file=${quoted(file)}${place}`;
  return { file, result, lines: inside === undefined ? [`${head}/>`] : [`${head}>`, `  ${inside}`, "</testcase>"] };
}

function withoutFindings({ checked, findings, skipped }: CheckReport): readonly CheckedObject[] {
  const reported = new Set(
    [...findings.map(({ finding }) => finding.subject), ...skipped.map(({ subject }) => subject)].map(printRef),
  );
  return checked.filter(({ subject }) => !reported.has(printRef(subject)));
}

/** Printable text has none of the characters that XML 1.0 cannot hold but the two that are no characters at all. */
const escaped = (text: string): string =>
  printable(text)
    .replace(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

const quoted = (text: string): string => `"${escaped(text).replaceAll('"', "&quot;")}"`;
