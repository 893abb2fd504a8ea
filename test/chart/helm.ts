import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { provideBinaries } from "../control-plane/binaries.ts";

/** As much of a rendered object as every test looks at. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface HelmResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const root = join(import.meta.dirname, "../..");
export const chart = join(root, "charts/outlive");
export const namespace = "outlive-system";

const { helm: helmPath } = await provideBinaries(["helm"]);

export { helmPath };

/** Of this process: homes for helm and files of values. */
const folder = mkdtempSync(join(tmpdir(), "outlive-helm-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** A helm that reads nothing of the home directory. */
export function helm(args: readonly string[], env: Readonly<Record<string, string>> = {}): HelmResult {
  const home = mkdtempSync(join(folder, "home-"));
  const own = { HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home };
  const { status, stdout, stderr } = spawnSync(helmPath, args, { encoding: "utf8", env: { ...process.env, ...own, ...env } });
  return { code: status ?? 1, stdout, stderr };
}

export interface Choice {
  readonly values?: object;
  readonly files?: readonly string[];
  readonly release?: string;
  readonly namespace?: string;
  /** Instead of the chart of this version. */
  readonly chart?: string;
}

/** What helm says, where it is not known that it renders. */
export function template(choice: Choice = {}): HelmResult {
  const place = ["-n", choice.namespace ?? namespace];
  return helm(["template", choice.release ?? "outlive", choice.chart ?? chart, ...place, ...valueArguments(choice)]);
}

export function valueArguments({ values, files = [] }: Choice): readonly string[] {
  const given = files.flatMap((file) => ["-f", file]);
  if (values === undefined) return given;
  const file = join(mkdtempSync(join(folder, "values-")), "values.json");
  writeFileSync(file, JSON.stringify(values));
  return [...given, "-f", file];
}

/** @throws Error with what helm says. */
export function render(choice: Choice = {}): readonly Rendered[] {
  const { code, stdout, stderr } = template(choice);
  if (code !== 0) throw new Error(`helm template: ${stderr}`);
  return parseAllDocuments(stdout).flatMap((document) => {
    const object = document.toJS() as Rendered | null;
    return object === null ? [] : [object];
  });
}

/** @throws Error when there is none or more than one. */
export function only(objects: readonly Rendered[], kind: string, name?: string): Rendered {
  const found = objects.filter((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} objects of kind ${kind} ${name ?? ""}`);
  return first;
}
