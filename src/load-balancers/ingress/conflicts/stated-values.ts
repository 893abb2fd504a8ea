import { albPrefix, type FoundAnnotation, findAnnotation } from "#load-balancers/attributes/annotations.ts";
import { parseBool, parseStringSlice } from "#load-balancers/attributes/go-values.ts";
import { readStringMap } from "#load-balancers/attributes/string-map.ts";
import type { GroupMember } from "#load-balancers/ingress/group.ts";
import type { ClassSetting, Ingress } from "#model/load-balancers/routing.ts";
import type { SharedSetting } from "./shared-settings.ts";

/** What one member wants, in a form in which the same wishes are the same text. */
export interface StatedValue {
  /** The key of a map, the port of a JSON entry; empty for a setting that is one value. */
  readonly part: string;
  readonly value: string;
  /** Annotation key, or the field of the IngressClassParams. */
  readonly field: string;
}

/** Empty where the member says nothing, or nothing that can be read. */
export function statedValues({ ingress, params }: GroupMember, setting: SharedSetting): readonly StatedValue[] {
  const [name] = setting.annotations;
  const ofClass = Object.hasOwn(params?.settings ?? {}, name) ? params?.settings[name as ClassSetting] : undefined;
  const found = annotationOf(ingress, setting);
  const inClass =
    ofClass === undefined ? [] : partsOf(ofClass, setting).map((part) => ofParams(part, params?.meta.name ?? "", name));
  const overrides = inClass.length > 0 && setting.comparison !== "map";
  if (found === undefined || overrides) return inClass;
  const taken = new Set(inClass.map(({ part }) => part));
  const own = partsOf(found.value, setting).filter(({ part }) => !taken.has(part));
  return [...inClass, ...own.map((part) => ({ ...part, field: found.key }))];
}

/** Of all settings of which any member says anything: what annotations are called behind their prefix, and fields of parameters. */
export function statedNames(members: readonly GroupMember[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { ingress, params } of members) {
    for (const key of Object.keys(ingress.meta.annotations))
      if (key.startsWith(`${albPrefix}/`)) names.add(key.slice(albPrefix.length + 1));
    for (const name of Object.keys(params?.settings ?? {})) names.add(name);
  }
  return names;
}

/** Undefined where the Ingress does not carry it. */
export function annotationOf(ingress: Ingress, { annotations, emptyIsAbsent }: SharedSetting): FoundAnnotation | undefined {
  const [found] = annotations.flatMap((suffix) => findAnnotation(ingress.meta.annotations, [albPrefix], suffix) ?? []);
  return emptyIsAbsent === true && found?.value.trim() === "" ? undefined : found;
}

type Part = Pick<StatedValue, "part" | "value">;

const ofParams = (part: Part, params: string, name: string): StatedValue => ({
  ...part,
  field: `IngressClassParams ${params} (${name})`,
});

function partsOf(text: string, { comparison }: SharedSetting): readonly Part[] {
  switch (comparison) {
    case "text":
      return whole(text);
    case "boolean": {
      const value = parseBool(text);
      return value === undefined ? [] : whole(String(value));
    }
    case "list":
      return whole(parseStringSlice(text).join(", "));
    case "set":
      return whole([...new Set(parseStringSlice(text))].sort().join(", "));
    case "map": {
      const reading = readStringMap(text);
      return reading.ok ? Object.entries(reading.map).map(([part, value]) => ({ part, value })) : [];
    }
    case "json-by-port":
      return portsOf(text);
  }
}

const whole = (value: string): readonly Part[] => [{ part: "", value }];

function portsOf(text: string): readonly Part[] {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    if (typeof entry !== "object" || entry === null || !("port" in entry) || typeof entry.port !== "number") return [];
    const sorted = Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1));
    return [{ part: String(entry.port), value: JSON.stringify(Object.fromEntries(sorted)) }];
  });
}
