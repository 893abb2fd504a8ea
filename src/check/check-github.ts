/** Workflow commands of GitHub Actions, which show a finding beside the line that it is about. */
import type { CheckReport, InputDiagnostic, PlacedFinding } from "#model/reports/check-report.ts";
import { findingJson } from "#wording/finding-json.ts";
import { printable } from "#wording/printable.ts";

/** A line each, without a line feed at the end. */
export const checkGithub = ({ findings, unreadable }: CheckReport): string =>
  [...unreadable.map(unreadableCommand), ...findings.map(findingCommand)].join("\n");

const findingCommand = ({ finding, file, line }: PlacedFinding): string =>
  command(finding.severity, { file, line, title: finding.rule }, findingJson(finding).message);

const unreadableCommand = ({ file, line, message }: InputDiagnostic): string =>
  command("error", { file, line, title: "unread" }, message);

interface Properties {
  readonly file: string;
  readonly line: number | undefined;
  readonly title: string;
}

/** Standard input is no file that could be shown. */
function command(name: "error" | "warning", { file, line, title }: Properties, message: string): string {
  const place = file === "-" ? [] : [`file=${property(file)}`, ...(line === undefined ? [] : [`line=${line}`])];
  return `::${name} ${[...place, `title=${property(title)}`].join(",")}::${data(printable(message))}`;
}

/** The runner reads these escapes back (actions/toolkit, core/command); without them a value could begin a command of its own. */
const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string => data(printable(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
