/** Pieces that texts of findings are made of: names, amounts and details of one finding. */
import type { Amount, AmountName, Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { amountClause, amountNames, printAmount } from "./amount-text.ts";
import { quotedDetail } from "./problem-texts/quoted-detail.ts";
import { isBound } from "./serve-longer.ts";

const find = (finding: Finding, names: readonly AmountName[]): Amount | undefined =>
  finding.because.find(({ name }) => names.includes(name));

export const amount = (finding: Finding, ...names: readonly AmountName[]): string => {
  const found = find(finding, names);
  return found === undefined ? `no ${amountNames[names[0] ?? "preStop"]}` : printAmount(found);
};

/** `preStop sleep 10 s (…) is not longer than …`, or that there is no sleep at all. */
export const sleep = (finding: Finding, relation: string, ...others: readonly AmountName[]): string => {
  if (isBound(finding))
    return `${who(finding)}: its preStop hook ends with ${amount(finding, "gracePeriod")}, which ${relation} ${amount(finding, ...others)}`;
  if (finding.actual !== undefined)
    return `${who(finding)}: ${amount(finding, "preStop")} ${relation} ${amount(finding, ...others)}`;
  const other = find(finding, others);
  return `${who(finding)} has no preStop sleep${other === undefined ? "" : `; ${amountClause(other)}`}`;
};

export const needed = (finding: Finding): string => (finding.required === undefined ? "" : `${finding.required} s`);
export const detail = ({ details, rule }: Finding, name: string): string =>
  // The complete value to write, and no quotation.
  rule === "deregistration-delay-unset" || rule === "deregistration-outlives-request"
    ? (details[name] ?? "")
    : quotedDetail(details, name);
export const quoted = (text: string): string => JSON.stringify(text);
export const who = (finding: Finding): string => printRef(finding.subject);

/** Pods that nobody made, that are like the one that is named, and that were judged by it. */
export function alike({ details }: Finding): string {
  const { alike: count } = details;
  return count === undefined ? "" : count === "1" ? " and a Pod like it" : ` and ${count} Pods like it`;
}

/** The idle timeout that fits below the request: an ALB takes 1 s at least. */
export const lowerIdle = (finding: Finding): string =>
  (finding.actual ?? 0) < 2
    ? ""
    : `idle_timeout.timeout_seconds on ${detail(finding, "origin")} to ${(finding.actual ?? 0) - 1} s, or `;
