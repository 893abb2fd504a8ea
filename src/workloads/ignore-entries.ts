import { type FindingId, isFindingId } from "#model/findings/finding-id.ts";

export interface IgnoreEntry {
  readonly rule: FindingId;
  readonly reason: string;
}

export interface IgnoreEntries {
  readonly entries: readonly IgnoreEntry[];
  /** As they are written. */
  readonly invalid: readonly string[];
}

/** There are fewer rules; an annotation may be of any length. */
const most = 100;

/** `RULE: reason; RULE: reason`, or a line each. */
export function readIgnoreEntries(text: string): IgnoreEntries {
  const parts = text
    .split(/[;\n]/, most)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const read = parts.map((part) => {
    const colon = part.indexOf(":");
    const rule = part.slice(0, Math.max(colon, 0)).trim();
    const reason = part.slice(colon + 1).trim();
    return isFindingId(rule) && reason !== "" ? { entry: { rule, reason } } : { part };
  });
  return {
    entries: read.flatMap(({ entry }) => entry ?? []),
    invalid: read.flatMap(({ part }) => part ?? []),
  };
}
