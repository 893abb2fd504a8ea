import { builtInPolicies } from "#policy/policies.ts";
import { settingsJsonSchema } from "#settings/read-settings.ts";
import { code, codes, table } from "./gen-docs-markdown.ts";

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
}

export interface Field {
  /** Keys from the top of the file, with dots; `[]` stands for each entry of a list. */
  readonly path: string;
  readonly form: string;
  readonly byDefault: string;
  readonly meaning: string;
}

/** Every key that the configuration file may hold. */
export const configurationFields = (): readonly Field[] => fieldsOf(settingsJsonSchema(builtInPolicies) as Node, "");

function fieldsOf(node: Node, path: string): readonly Field[] {
  const below = (parent: Node, prefix: string): readonly Field[] =>
    Object.entries(parent.properties ?? {}).flatMap(([key, child]) => fieldsOf(child, `${prefix}${key}`));
  if (path === "") return below(node, "");
  const own = { path, form: formOf(node), byDefault: defaultOf(node), meaning: node.description ?? "" };
  if (node.properties !== undefined) return [own, ...below(node, `${path}.`)];
  return node.items?.properties === undefined ? [own] : [own, ...below(node.items, `${path}[].`)];
}

function formOf(node: Node): string {
  if (node.enum !== undefined) return codes(node.enum);
  if (node.anyOf !== undefined) return "seconds, or a Go duration";
  if (node.type === "integer" || node.type === "number") return `${node.minimum ?? 0} to ${node.maximum ?? "…"}`;
  if (node.type === "array") return node.items?.properties === undefined ? "list of texts" : "list";
  if (node.type === "object") return "group";
  return node.type === "boolean" ? "`true`, `false`" : "text";
}

function defaultOf(node: Node): string {
  if (node.default === undefined || node.type === "object") return "";
  return node.default === "" ? "empty" : code(JSON.stringify(node.default).replaceAll('"', node.type === "array" ? '"' : ""));
}

export const configurationTable = (): string =>
  table(
    ["key", "form", "default", "meaning"],
    configurationFields().map(({ path, form, byDefault, meaning }) => [code(path), form, byDefault, meaning]),
  );
