/** The cases of test/cases/field through the commands; test/cases.test.ts puts them through the webhook. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { manifestFolder, runCheck } from "../cli/run-check.ts";
import { runExplain } from "../cli/run-explain.ts";

const folder = new URL("../cases/field/", import.meta.url).pathname;

interface Found {
  readonly rule: string;
}

/** Rules of the findings that tell the case apart, in each command. */
const expected: Readonly<Record<string, { readonly check: readonly string[]; readonly explain: readonly string[] }>> = {
  "nlb-ip-without-class": { check: [], explain: [] },
  "nlb-ip-in-tree": { check: ["service-in-tree"], explain: ["service-in-tree"] },
  "nlb-type-unknown": { check: ["service-type-unknown"], explain: ["service-type-unknown"] },
  "group-cidrs-differ": {
    check: ["group-setting-conflict", "group-setting-conflict"],
    explain: ["group-setting-conflict", "group-setting-conflict"],
  },
  "external-name": { check: ["backend-external-name"], explain: [] },
  "label-set-at-run-time": { check: ["service-selects-at-run-time"], explain: ["service-selects-at-run-time"] },
  "selector-mistyped": { check: ["service-selects-nothing"], explain: ["service-selects-nothing"] },
  "fargate-behind-instance-targets": { check: [], explain: ["fargate-with-instance-targets"] },
};

const telling = new Set(Object.values(expected).flatMap(({ check, explain }) => [...check, ...explain]));

describe.each(Object.entries(expected))("%s", (name, rules) => {
  const [, ...documents] = readFileSync(`${folder}${name}.yaml`, "utf8").split(/^---$/m);
  const text = documents.join("---");
  const tellingIn = (findings: readonly Found[]): readonly string[] =>
    findings.map(({ rule }) => rule).filter((rule) => telling.has(rule));

  test("in check", async () => {
    const { folder: files, remove } = manifestFolder({ "app.yaml": text });
    const { stdout } = await runCheck([files, "-o", "json"]);
    remove();
    expect(tellingIn((JSON.parse(stdout) as { readonly findings: readonly Found[] }).findings)).toEqual(rules.check);
  });

  test("in explain", async () => {
    const { stdout } = await runExplain(["deploy/web", "-f", "-", "-o", "json"], { stdin: text });
    expect(tellingIn((JSON.parse(stdout) as { readonly findings: readonly Found[] }).findings)).toEqual(rules.explain);
  });
});
