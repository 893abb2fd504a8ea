import { Command, Option } from "commander";
import { type FindingId, findingIds, isFindingId, isRuleId } from "#model/findings/finding-id.ts";
import { editDistance } from "#model/reports/edit-distance.ts";
import { keys } from "#model/settings/keys.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { rules } from "#rules/index.ts";
import { type Paint, paintWith } from "#wording/paint.ts";
import { jsonText } from "#wording/printable.ts";
import { ownSeverity } from "#wording/rule-texts/finding-example.ts";
import { ruleDescription } from "#wording/rule-texts/rule-description.ts";
import { rulePage, ruleUrl } from "#wording/rule-texts/rule-page.ts";
import { table } from "#wording/table.ts";
import { wrap } from "#wording/wrap.ts";
import { CommandError, exitCodes } from "./exit-codes.ts";
import { type CommandIo, wantsColor, widthOf } from "./io.ts";

interface RulesOptions {
  readonly output: "table" | "json";
}

export const rulesCommand = (io: CommandIo): Command =>
  new Command("rules")
    .description("list everything that a finding can be about, or explain one of them")
    .argument("[id]", "id of a rule, or of another finding")
    .addOption(new Option("-o, --output <format>", "output format").choices(["table", "json"]).default("table"))
    .action((id: string | undefined, options: RulesOptions) => {
      io.stdout.write(`${id === undefined ? listed(options, io) : explained(known(id), options, io)}\n`);
    });

/** @throws CommandError that names what somebody may have meant */
function known(text: string): FindingId {
  if (isFindingId(text)) return text;
  const [near] = findingIds
    .map((id) => ({ id, apart: id.includes(text) ? 1 : editDistance(text, id) }))
    .filter(({ apart }) => apart <= text.length / 3)
    .toSorted((a, b) => a.apart - b.apart);
  const hint = near === undefined ? "outlive rules lists all ids" : `did you mean ${near.id}?`;
  throw new CommandError(`"${text}" is not the id of a rule; ${hint}`, exitCodes.wrongUsage);
}

/** In each policy that evaluates it; one severity for what is no rule. */
function severities(id: FindingId): Readonly<Record<string, string>> {
  const own = ownSeverity(id);
  if (own !== undefined) return { always: own };
  return Object.fromEntries(
    builtInPolicies.flatMap(({ name, rules: of }) =>
      Object.entries(of).flatMap(([rule, severity]) => (rule === id ? [[name, severity]] : [])),
    ),
  );
}

const ruleJson = (id: FindingId): object => {
  const { what, why, todo } = ruleDescription(id);
  return {
    id,
    holdsWhen: isRuleId(id) ? rules[id].holds : null,
    severities: severities(id),
    what,
    why,
    do: todo,
    page: rulePage(id),
    ruleUrl: ruleUrl(id) ?? null,
  };
};

function listed({ output }: RulesOptions, io: CommandIo): string {
  if (output === "json")
    return jsonText({ apiVersion: "outlive.dev/v1alpha1", kind: "RuleList", items: findingIds.map(ruleJson) }, 2);
  const paint = paintWith(wantsColor(io));
  const rows = findingIds.map((id) => ({
    id,
    severity: [...new Set(Object.values(severities(id)))].join(", "),
    what: ruleDescription(id).what,
  }));
  return table(
    [
      { head: "id", cell: ({ id }) => id },
      { head: "severity", cell: ({ severity }) => severity },
      { head: "finding", cell: ({ what }) => what },
    ],
    rows,
    paint,
  ).join("\n");
}

function explained(id: FindingId, { output }: RulesOptions, io: CommandIo): string {
  if (output === "json") return jsonText(ruleJson(id), 2);
  const paint = paintWith(wantsColor(io));
  const width = widthOf(io.stdout);
  const { what, why, todo } = ruleDescription(id);
  const url = ruleUrl(id);
  return [
    paint("strong", id),
    ...wrap(`${sentence(what)} ${sentence(why)}`, width),
    ...wrap(`To fix: ${sentence(todo)}`, width),
    "",
    ...(isRuleId(id) ? [`holds when  ${rules[id].holds}`] : []),
    ...Object.entries(severities(id)).map(([policy, severity]) => severityLine(policy, severity, paint)),
    ...(url === undefined ? [] : [`more        ${url}`]),
    "",
    "To live with it, write the reason on the object, or under ignore in the configuration:",
    `  ${keys.ignore}: "${id}: REASON"`,
  ].join("\n");
}

const severityLine = (policy: string, severity: string, paint: Paint): string =>
  `severity    ${paint(severity === "error" ? "error" : "warning", severity)}${policy === "always" ? "" : ` in policy ${policy}`}`;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
