import type { DecisionRecord } from "#model/admission/decision-record.ts";
import { jsonText } from "#wording/printable.ts";

/**
 * Makes the line of a decision, with its newline. What was decided is text already where it is the same as an earlier time: a decision
 * that is taken from memory has the same lists each time, and they are two thirds of the line.
 *
 * @returns time in ISO form, duration in milliseconds
 */
export function decisionLines(): (level: "info" | "warn", time: string, record: DecisionRecord, durationMs: number) => string {
  const known = new WeakMap<DecisionRecord["changes"], Known>();
  const decidedText = (record: DecisionRecord): string => {
    const earlier = known.get(record.changes);
    if (earlier !== undefined && isSameDecision(earlier.record, record)) return earlier.text;
    const text = membersOf(decidedPart(record));
    known.set(record.changes, { record: decidedOf(record), text });
    return text;
  };
  return (level, time, record, durationMs) => {
    const { error } = record;
    const failed = error === undefined ? "" : `"error":${jsonText(error)},`;
    return `{"level":"${level}","time":"${time}",${requestPart(record)},${decidedText(record)},"durationMs":${rounded(durationMs)},${failed}"msg":"decision"}\n`;
  };
}

type Decided = Pick<DecisionRecord, "mode" | "policy" | "result" | "reason" | "findings">;

interface Known {
  readonly record: Decided;
  readonly text: string;
}

const decidedOf = ({ mode, policy, result, reason, findings }: DecisionRecord): Decided => ({
  mode,
  policy,
  result,
  reason,
  findings,
});

const isSameDecision = (one: Decided, other: Decided): boolean =>
  one.findings === other.findings &&
  one.mode === other.mode &&
  one.policy === other.policy &&
  one.result === other.result &&
  one.reason === other.reason;

const requestPart = ({ uid, webhook, operation, kind, namespace, name, dryRun }: DecisionRecord): string =>
  `"uid":${quoted(uid)},"webhook":"${webhook}","operation":${quoted(operation)},"kind":${quoted(kind)},"namespace":${quoted(namespace)},"name":${quoted(name)},"dryRun":${dryRun}`;

/** Findings by the ids of rules and problems. */
const decidedPart = ({ findings, changes, ...record }: DecisionRecord): object => ({
  mode: record.mode,
  policy: record.policy,
  result: record.result,
  reason: record.reason,
  findings: findings.map(({ id }) => id),
  changes: changes.map(({ text }) => text),
});

/** Without the braces. */
const membersOf = (part: object): string => jsonText(part).slice(1, -1);

/** Nearly every name is of characters that need no escape. */
function quoted(text: string): string {
  const short = clipped(text);
  return plain.test(short) ? `"${short}"` : jsonText(short);
}

/** Printable ASCII without the quotation mark, the backslash and what begins a command of a CI runner. */
const plain = /^[ !$-[\]-~]*$/;

/** Names end at 253 characters in Kubernetes, but anyone who reaches the port can send eight megabytes of one. */
const clipped = (text: string): string => (text.length <= 253 ? text : `${text.slice(0, 253)}…`);

/** Microseconds are as fine as anyone reads. */
export const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
