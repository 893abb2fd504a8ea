import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";

export interface ListItem {
  readonly value: unknown;
  /** Where it stands in the document: `["items", 2]`; `[]` for a document that is no list. */
  readonly path: readonly (string | number)[];
}

/** Lists in lists are rare, and thousands of levels are made to end the stack. */
const mostLevels = 10;

/** What is in a list (`List`, `DeploymentList`, lists of lists), or the object itself. One by one, because a list may be long. */
export function* listItems(value: unknown, path: ListItem["path"] = []): Generator<ListItem, void, undefined> {
  const kind = asText(at(value, "kind")) ?? "";
  const items = at(value, "items");
  if (!kind.endsWith("List") || !Array.isArray(items) || path.length >= 2 * mostLevels) {
    yield { value, path };
    return;
  }
  for (const [index, item] of items.entries())
    yield* listItems(named(item, kind, at(value, "apiVersion")), [...path, "items", index]);
}

/** Items of a typed list do not say what they are; the list does. */
function named(item: unknown, listKind: string, apiVersion: unknown): unknown {
  if (listKind === "List" || !isJsonObject(item)) return item;
  return { apiVersion, kind: listKind.slice(0, -"List".length), ...item };
}
