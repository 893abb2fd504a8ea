/** A JSON schema as the list of its fields, which values.yaml and the README are printed from. */

export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}

export type Field =
  | { readonly kind: "section"; readonly path: readonly string[]; readonly describe: string; readonly fields: readonly Field[] }
  | {
      readonly kind: "value";
      readonly path: readonly string[];
      readonly describe: string;
      readonly type: string;
      readonly default: unknown;
    };

/** @throws Error when a field has no description: a value that nobody can look up is not given to anyone. */
export function fieldsOf(schema: SchemaNode, above: readonly string[] = []): readonly Field[] {
  return Object.entries(schema.properties ?? {}).map(([key, node]) => {
    const path = [...above, key];
    const describe = node.description;
    if (describe === undefined) throw new Error(`values: ${path.join(".")} has no description`);
    return node.properties === undefined
      ? { kind: "value", path, describe, type: typeOf(node), default: node.default }
      : { kind: "section", path, describe, fields: fieldsOf(node, path) };
  });
}

export const valuesIn = (fields: readonly Field[]): readonly Extract<Field, { kind: "value" }>[] =>
  fields.flatMap((field) => (field.kind === "value" ? [field] : valuesIn(field.fields)));

function typeOf(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.map(String).join(", ");
  if (node.anyOf !== undefined) return node.anyOf.map(typeOf).join(" or ");
  return node.type ?? "any";
}
