/** Changes a few values of a manifest and leaves every other character of it as it is: comments, order, quotes, indentation. */
import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { ManifestFix } from "#model/reports/check-report.ts";
import { type EditableObject, editableObjects } from "./editable-objects.ts";
import { spliceFor } from "./node-text-edit.ts";
import { sameValue } from "./same-value.ts";
import { settingsBetween, withSettings } from "./settings-between.ts";
import { spliced, type TextEdit } from "./text-edit.ts";
import { withFix } from "./with-fix.ts";

export interface EditedManifest {
  readonly text: string;
  readonly done: readonly ManifestFix[];
  /** What cannot be written without changing more than it should, as a value that comes from an alias. */
  readonly refused: readonly ManifestFix[];
}

/** What is written is read again and compared before it is handed out, so that no edit can change anything but what was planned. */
export function editManifest(text: string, fixes: readonly ManifestFix[]): EditedManifest {
  const objects = editableObjects(text);
  const planned = fixes.map((fix) => ({ fix, edit: editOf(fix, objects) }));
  const possible = planned.flatMap(({ fix, edit }) => (edit === undefined ? [] : [{ fix, edit }]));
  const together = written(
    text,
    objects,
    possible.map(({ edit }) => edit),
  );
  if (together !== undefined) return summary(together, fixes, new Set(possible.map(({ fix }) => fix)));
  // One of them does more than it should; each is then tried for itself.
  const good = possible.filter(({ edit }) => written(text, objects, [edit]) !== undefined);
  const rest = written(
    text,
    objects,
    good.map(({ edit }) => edit),
  );
  return summary(rest ?? text, fixes, new Set(rest === undefined ? [] : good.map(({ fix }) => fix)));
}

const summary = (text: string, fixes: readonly ManifestFix[], done: ReadonlySet<ManifestFix>): EditedManifest => ({
  text,
  done: fixes.filter((fix) => done.has(fix)),
  refused: fixes.filter((fix) => !done.has(fix)),
});

interface Edit {
  readonly object: EditableObject;
  readonly planned: unknown;
  readonly splices: readonly TextEdit[];
}

/** Undefined where a value cannot be reached, or is not only the object's own. */
function editOf(fix: ManifestFix, objects: readonly EditableObject[]): Edit | undefined {
  const object = objects.findLast(({ line, value }) => line === fix.line && isNamed(value, fix.subject));
  if (object === undefined) return undefined;
  const settings = settingsBetween(object.value, withFix(object.value as JsonObject, fix));
  const splices = settings?.map((setting) => spliceFor(object, setting));
  if (settings === undefined || splices?.every((splice) => splice !== undefined) !== true) return undefined;
  return { object, planned: withSettings(object.value, settings), splices };
}

const isNamed = (value: unknown, { kind, name }: ObjectRef): boolean =>
  asText(at(value, "kind")) === kind && [name, undefined].includes(asText(at(value, "metadata", "name")));

/** Undefined where reading the result gives anything but the planned objects and the others as they were. */
function written(text: string, objects: readonly EditableObject[], edits: readonly Edit[]): string | undefined {
  const result = spliced(
    text,
    edits.flatMap(({ splices }) => splices),
  );
  const expected = objects.map((object) => edits.find((edit) => edit.object === object)?.planned ?? object.value);
  const found = editableObjects(result).map(({ value }) => value);
  return sameValue(found, expected) ? result : undefined;
}
