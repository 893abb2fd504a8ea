/** What a tenant may put into names, labels, annotations and fields to reach somebody else's terminal, log or CI job. */

/** ESC, BEL, C1, DEL, bidi controls, line breaks, and commands of CI runners. */
export const poison =
  "\u001b[31m\u0007\u009b2J\u007f\u202e\u2066\n::error::planted\r\n  ::set-output name=x::planted\n##[error]planted ##vso[task.complete]planted\u2028end";

/** Every text in the value with the poison behind it: what refers to something by its name still does. */
export function poisoned(value: unknown, path: readonly string[] = []): unknown {
  if (typeof value === "string") return keeps(path) ? value : `${value}${poison}`;
  if (Array.isArray(value)) return value.map((each, index) => poisoned(each, [...path, String(index)]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, poisoned(each, [...path, key])]));
}

/** The same, and the keys of labels and annotations as well. */
export function withPoisonedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPoisonedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      key === "annotations" || key === "labels"
        ? [key, Object.fromEntries(Object.entries(each as object).map(([name, text]) => [`${name}${poison}`, text]))]
        : [key, withPoisonedKeys(each)],
    ),
  );
}

/** Without these an object is of no kind that anybody reads. */
const keeps = (path: readonly string[]): boolean => ["apiVersion", "kind"].includes(path.at(-1) ?? "");

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unprintable = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/u;

/** What in a text would do something to a terminal or a CI job, with what surrounds it; undefined where nothing does. */
export function harmIn(text: string): string | undefined {
  const at = text.search(unprintable);
  if (at !== -1) return `U+${text.codePointAt(at)?.toString(16)} in ${JSON.stringify(text.slice(Math.max(at - 60, 0), at + 20))}`;
  const command = /^\s*::[^\n]*|[^\n]*##[a-z]*\[[^\n]*/im.exec(text);
  return command === null ? undefined : `a command: ${command[0].slice(0, 100)}`;
}

/** Every text within a value, as somebody who reads it as data prints it. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
