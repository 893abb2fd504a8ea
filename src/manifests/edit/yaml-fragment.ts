/** Small values as YAML and JSON write them: maps of plain keys, lists of words, words and numbers. */
import { isJsonObject } from "#model/kubernetes/json.ts";

export interface Layout {
  /** Of the map that the entry goes into. */
  readonly indent: string;
  /** By which one more level is indented. */
  readonly unit: string;
  readonly braces: Braces;
  readonly lineEnd: "\n" | "\r\n";
}

/** With or without a blank inside, as the text around has it: yamllint takes one of the two only. */
export type Braces = "{ }" | "{}";

/** `lifecycle:` with what is below it, a line each. */
export function blockEntry(key: string, value: unknown, layout: Layout): readonly string[] {
  if (!isJsonObject(value)) return [`${layout.indent}${key}: ${flowText(value, layout.braces)}`];
  const inner = { ...layout, indent: layout.indent + layout.unit };
  return [`${layout.indent}${key}:`, ...Object.entries(value).flatMap(([name, below]) => blockEntry(name, below, inner))];
}

/** `{ preStop: { sleep: { seconds: 40 } } }`. Words are quoted, so that none is taken for a number. */
export function flowText(value: unknown, braces: Braces): string {
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item, braces)).join(", ")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, below]) => flowEntry(key, below, braces));
  return inBraces(entries.join(", "), braces);
}

export const flowEntry = (key: string, value: unknown, braces: Braces): string => `${key}: ${flowText(value, braces)}`;

export const inBraces = (text: string, braces: Braces): string => (braces === "{ }" ? `{ ${text} }` : `{${text}}`);

/** `"sleep": {"seconds": 40}` on one line, with or without blanks as the text around it has them. */
export function jsonEntry(key: string, value: unknown, spaced: boolean): string {
  const text = (inner: unknown): string => {
    if (Array.isArray(inner)) return `[${inner.map(text).join(spaced ? ", " : ",")}]`;
    if (!isJsonObject(inner)) return JSON.stringify(inner);
    return `{${Object.entries(inner)
      .map(([name, below]) => jsonEntry(name, below, spaced))
      .join(spaced ? ", " : ",")}}`;
  };
  return `${JSON.stringify(key)}:${spaced ? " " : ""}${text(value)}`;
}
