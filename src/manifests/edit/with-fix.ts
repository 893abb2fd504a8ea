import { patchFor } from "#injection/json-patch.ts";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { attributesWith, printDelaySetting } from "#model/load-balancers/delay-setting.ts";
import type { ManifestFix, RouteFix } from "#model/reports/check-report.ts";

/** A copy of the object of a manifest with the fix carried out. */
export function withFix(object: JsonObject, fix: ManifestFix): JsonObject {
  if (fix.kind === "route") return withDelay(object, fix);
  const patched = structuredClone(object);
  patchFor(patched, fix.podPath, fix.plan);
  return patched;
}

function withDelay(object: JsonObject, { setting, delay }: RouteFix): JsonObject {
  if (setting.form !== "list") {
    const metadata = objectAt(object, "metadata");
    const annotations = { ...objectAt(metadata, "annotations"), [setting.field]: printDelaySetting(setting, delay) };
    return { ...object, metadata: { ...metadata, annotations } };
  }
  const spec = objectAt(object, "spec");
  const list = Object.entries(attributesWith(setting, delay)).map(([key, value]) => ({ key, value }));
  const defaults = { ...objectAt(spec, "defaultConfiguration"), targetGroupAttributes: list };
  return { ...object, spec: { ...spec, defaultConfiguration: defaults } };
}
