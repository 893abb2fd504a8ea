/** The package as a library: what it gives, and that its declarations are read by the oldest TypeScripts that are supported. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { packNpm } from "../../scripts/release/npm-folder.ts";
import { type Installed, install, nodes, toolPath } from "./installed.ts";

const dist = mkdtempSync(join(tmpdir(), "outlive-pack-"));
const [oldest = process.execPath] = Object.values(nodes);
let installed: Installed;

const program = `import { check, explain, type ExplanationDocument, type ObjectsReport, OutliveOptionsError } from "outlive";

const objects: readonly unknown[] = JSON.parse("[]");
const report: ObjectsReport = check(objects, { policy: "pod-outlives-target", clusterName: "prod" });
const errors: number = report.summary.errors;
for (const { rule, object, requiredSeconds } of report.findings) console.log(rule, objects[object], requiredSeconds ?? 0, errors);
const explanations: readonly ExplanationDocument[] = explain(objects);
const sleep: number | null | undefined = explanations[0]?.required.preStopSeconds;
// @ts-expect-error There is no such option.
check(objects, { polcy: "" });
// @ts-expect-error What is returned is not to be written to.
report.summary.errors = 1;
console.log(sleep, new OutliveOptionsError("").message);
`;

const configuration = {
  compilerOptions: {
    module: "nodenext",
    moduleResolution: "nodenext",
    target: "es2022",
    lib: ["es2022"],
    strict: true,
    noEmit: true,
    types: [],
  },
  files: ["program.mts", "globals.d.ts"],
};

beforeAll(async () => {
  installed = install(await packNpm(dist), oldest);
  writeFileSync(join(installed.folder, "program.mts"), program);
  writeFileSync(join(installed.folder, "globals.d.ts"), "declare const console: { log(...values: unknown[]): void };\n");
  writeFileSync(join(installed.folder, "tsconfig.json"), JSON.stringify(configuration));
});
afterAll(() => {
  rmSync(dist, { recursive: true });
  rmSync(installed.folder, { recursive: true });
});

test.each(["typescript-5.4", "typescript-5.5"])("%s reads its declarations, without skipping libraries", (name) => {
  const { stdout, status } = spawnSync(process.execPath, [toolPath(name, "bin/tsc"), "-p", installed.folder], {
    encoding: "utf8",
  });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});

test("finds and explains in parsed objects what the commands do in files", () => {
  const text = readFileSync(join(import.meta.dirname, "../../docs/example/shop.yaml"), "utf8");
  const objects = parseAllDocuments(text).map((document) => document.toJS() as unknown);
  writeFileSync(join(installed.folder, "objects.json"), JSON.stringify(objects));
  const script = `import { readFileSync } from "node:fs";
    import { check, explain } from "outlive";
    const objects = JSON.parse(readFileSync("objects.json", "utf8"));
    console.log(JSON.stringify({ report: check(objects), explanations: explain(objects) }));`;
  const { stdout } = installed.run("node", ["--input-type=module", "--eval", script]);
  const { report, explanations } = JSON.parse(stdout) as { report: { findings: { object: number }[] }; explanations: unknown[] };
  const onCommandLine = JSON.parse(
    installed.run("npx", ["--no-install", "outlive", "check", "-", "-o", "json"], text).stdout,
  ) as {
    findings: Record<string, unknown>[];
  };
  expect(report.findings.map(({ object: _, ...finding }) => finding)).toEqual(
    onCommandLine.findings.map(({ file: _, line: __, ...finding }) => finding),
  );
  const explained = installed.run("npx", ["--no-install", "outlive", "explain", "--all", "-f", "-", "-o", "json"], text);
  expect({ items: explanations }).toEqual(JSON.parse(explained.stdout));
});
