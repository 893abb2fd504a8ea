import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { JsonObject } from "#model/kubernetes/json.ts";

/** The objects of a file below `deploy/`, as users copy it. */
export const shipped = (path: string): readonly JsonObject[] =>
  parseAllDocuments(readFileSync(join(import.meta.dirname, "../../deploy", path), "utf8")).map(
    (document) => document.toJS() as JsonObject,
  );
