import { quotable } from "#wording/printable.ts";

/** Details that are one name or one value out of an object; the others are lists, reasons and words of ours, bounded where they are made. */
const quotations: ReadonlySet<string> = new Set([
  ...["action", "annotation", "attribute", "backend", "class", "container", "form", "gate", "gateway", "group", "handler"],
  ...["ingress", "key", "kind", "listener", "member", "name", "namespace", "origin", "parameters", "params", "parent", "path"],
  ...["configured", "running", "version", "webhook"],
  ...["port", "protocol", "service", "targetGroup", "targetType", "text", "type", "value", "weight", "winner"],
]);

/** One of the values of a finding or problem, as it stands in a sentence; empty where there is none of that name. */
export function quotedDetail(details: Readonly<Record<string, string>>, name: string): string {
  const value = details[name] ?? "";
  return quotations.has(name) ? quotable(value) : value;
}
