import { readFileSync } from "node:fs";
import { inject } from "vitest";

export interface AuditEntry {
  readonly verb: string;
  readonly objectRef: { readonly namespace?: string; readonly resource: string; readonly name?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What the shared API server has written of one namespace so far; it writes an entry about when it answers. */
export const auditEntries = (namespace: string): readonly AuditEntry[] =>
  readFileSync(inject("controlPlane").auditLogPath, "utf8")
    .split("\n")
    .filter((line) => line.includes(`"namespace":"${namespace}"`) && line.endsWith("}"))
    .map((line) => JSON.parse(line) as AuditEntry);
