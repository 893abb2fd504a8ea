/** The worst that each part of an object can be: from one object as it should be, one in which a single part has grown. */
import type { Raw } from "./routing.ts";

type Path = readonly (string | number)[];

export interface Shape {
  readonly name: string;
  /** The object with this part grown to about `bytes`. */
  readonly of: (bytes: number) => Raw;
}

/** What a reader may stumble over when it is long: what ends words, pairs, numbers, patterns and brackets. */
const units = [
  ";",
  " ",
  "a=b,",
  "a",
  "/a",
  "*.",
  "\\",
  '"',
  "[",
  "{",
  "1",
  ",",
  "'",
  "s ",
  "-c ",
  '{"a":1},',
  "(a+)+",
  "\u0000",
  "é",
] as const;

/** With `everyNth`, each text is tried with every nth of the units only, and with others than the text before it. */
export function shapesOf(object: Raw, everyNth = 1): readonly Shape[] {
  return pathsOf(object, []).flatMap(({ path, value }, place) => {
    const at = `${String(object["kind"])} ${path.join(".")}`;
    const grown = (how: string, make: (bytes: number) => unknown): Shape => ({
      name: `${at}: ${how}`,
      of: (bytes) => replaced(object, path, make(bytes)) as Raw,
    });
    if (typeof value === "string")
      return units
        .filter((_, index) => (index + place) % everyNth === 0)
        .map((unit) => grown(`${JSON.stringify(unit)} repeated`, (bytes) => value + repeated(unit, bytes)));
    if (Array.isArray(value)) {
      const [first] = value as readonly unknown[];
      const size = JSON.stringify(first ?? "").length + 10;
      return [
        grown("one entry repeated", (bytes) => Array.from({ length: Math.ceil(bytes / size) }, () => first ?? "")),
        grown("entries that differ", (bytes) =>
          Array.from({ length: Math.ceil(bytes / size) }, (_, index) => numbered(first ?? "", index)),
        ),
        grown("nested", (bytes) => nested(Math.min(Math.ceil(bytes / 2), 2_000))),
      ];
    }
    if (typeof value !== "object" || value === null) return [];
    const [key = "k"] = Object.keys(value);
    const one = (value as Raw)[key] ?? "v";
    const size = key.length + JSON.stringify(one).length + 12;
    return [
      grown("more keys", (bytes) => ({
        ...value,
        ...Object.fromEntries(Array.from({ length: Math.ceil(bytes / size) }, (_, index) => [`${key}${index}`, one])),
      })),
    ];
  });
}

const repeated = (unit: string, bytes: number): string => unit.repeat(Math.ceil(bytes / unit.length));

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let at = 0; at < depth; at++) value = [value];
  return value;
}

/** Names and numbers of an entry, each with the entry's place behind it, so that no two entries are alike. */
function numbered(value: unknown, index: number): unknown {
  if (typeof value === "string") return `${value}${index}`;
  if (typeof value === "number") return (value + index) % 65_536;
  if (Array.isArray(value)) return value.map((each) => numbered(each, index));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === "kind" || key === "type" ? each : numbered(each, index)]),
  );
}

function pathsOf(value: unknown, path: Path): readonly { readonly path: Path; readonly value: unknown }[] {
  const own = path.length === 0 || ["apiVersion", "kind"].includes(String(path[0])) ? [] : [{ path, value }];
  if (typeof value !== "object" || value === null) return own;
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return [...own, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

export function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((each, index) => (index === key ? replaced(each, rest, by) : each));
  return { ...(value as Raw), [key]: replaced((value as Raw)[String(key)], rest, by) };
}
