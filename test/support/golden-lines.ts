/** What is found, line by line, next to the test; `UPDATE_GOLDEN=1` writes it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { parse, stringify } from "yaml";
import type { Problem } from "#model/findings/problem.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";

type Lines = Readonly<Record<string, readonly string[]>>;

/** `file` is a URL of a YAML file with the lines of each case. */
export function goldenLines(file: URL): (name: string, lines: readonly string[]) => void {
  const read = (): Lines => (existsSync(file) ? parse(readFileSync(file, "utf8")) : {});
  const known = read();
  return (name, lines) => {
    if (process.env["UPDATE_GOLDEN"] !== undefined || !Object.hasOwn(known, name)) {
      writeFileSync(file, stringify({ ...read(), [name]: lines }, { lineWidth: 0 }));
      return;
    }
    expect(lines).toEqual(known[name]);
  };
}

/** Everything that a message can be made of. */
export const problemLine = ({ id, severity, object, field, details }: Problem): string =>
  `${severity} ${id}: ${printRef(object)} ${field} ${JSON.stringify(details)}`;

export const groupLine = ({ origin, delaySetting, problems, attributes, ...group }: TargetGroup): string =>
  `${printRef(origin)}: ${JSON.stringify({ ...group, attributes, delaySetting: `${printRef(delaySetting.object)} ${delaySetting.field} ${delaySetting.form}` })}`;
