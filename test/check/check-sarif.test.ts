import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkSarif } from "#check/check-sarif.ts";
import { findingIds } from "#model/findings/finding-id.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { CheckReport } from "#model/reports/check-report.ts";
import { rulePage } from "#wording/rule-texts/rule-page.ts";
import { emptyReport, sampleReport } from "./check-sample.ts";

/**
 * What SARIF 2.1.0 (OASIS, with errata 01) asks of the properties that are written here: which are required, which values they
 * take, and that none is written that it does not know. Properties of its property bags are free.
 */
const text = z.strictObject({ text: z.string().min(1), markdown: z.string().min(1).optional() });
const bag = z.record(z.string(), z.unknown()).optional();
const absoluteUri = z.string().regex(/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i);
const uriReference = z.string().regex(/^(?:[a-z][a-z0-9+.-]*:)?(?:[\w./~!$&'()*+,;=@-]|%[0-9A-F]{2})+$/i);
const level = z.enum(["none", "note", "warning", "error"]);

const location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: uriReference }),
    region: z.strictObject({ startLine: z.number().int().min(1) }).optional(),
  }),
  logicalLocations: z.array(z.strictObject({ name: z.string(), fullyQualifiedName: z.string(), kind: z.string() })).optional(),
});

const rule = z.strictObject({
  id: z.string().min(1),
  name: z.string().regex(/^[A-Z][A-Za-z]+$/),
  shortDescription: text,
  fullDescription: text,
  help: text,
  helpUri: absoluteUri.optional(),
  defaultConfiguration: z.strictObject({ level }),
  properties: bag,
});

const notification = z.strictObject({ level, message: text, locations: z.array(location) });

const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.number().int().min(0),
  level,
  message: text,
  locations: z.array(location).length(1),
  partialFingerprints: z.record(z.string(), z.string()),
  properties: bag,
});

const sarif = z.strictObject({
  $schema: absoluteUri,
  version: z.literal("2.1.0"),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.string().min(1),
            version: z.string(),
            semanticVersion: z.string().regex(/^\d+\.\d+\.\d+/),
            informationUri: absoluteUri.optional(),
            rules: z.array(rule),
          }),
        }),
        invocations: z.array(
          z.strictObject({ executionSuccessful: z.boolean(), toolExecutionNotifications: z.array(notification) }),
        ),
        columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
        results: z.array(result),
      }),
    )
    .length(1),
});

const documentation = "https://outlive.example/docs";

function parsed(report: CheckReport, pages?: string): z.infer<typeof sarif>["runs"][number] {
  const [run] = sarif.parse(JSON.parse(JSON.stringify(checkSarif(report, "1.2.3", pages)))).runs;
  if (run === undefined) throw new Error("no run");
  return run;
}

describe("SARIF 2.1.0", () => {
  test.each<[string, CheckReport]>([
    ["of an empty report", emptyReport],
    ["of findings, skipped workloads and broken files", sampleReport],
  ])("has the form that the standard asks for: %s", (_, report) => {
    expect(() => parsed(report)).not.toThrow();
  });

  test("every result names its rule by id and by index, and no rule stands twice", () => {
    const { tool, results } = parsed(sampleReport);
    const ids = tool.driver.rules.map(({ id }) => id);
    expect(results.map(({ ruleIndex }) => ids[ruleIndex])).toEqual(results.map(({ ruleId }) => ruleId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("a rule says why and what to do, and leads to its page", () => {
    const { rules, informationUri } = parsed(sampleReport, documentation).tool.driver;
    expect(informationUri).toBe(`${documentation}/check.md`);
    const delays = rules.find(({ id }) => id === "prestop-outlives-deregistration");
    expect(delays?.helpUri).toBe(`${documentation}/rules/prestop-outlives-deregistration.md`);
    expect(delays?.help.text).toMatch(
      /To fix: Lower the deregistration delay, or make the preStop sleep of every container longer/,
    );
  });

  test("a rule is described, not one of its instances", () => {
    const { rules } = parsed(sampleReport, documentation).tool.driver;
    const instances = sampleReport.findings.map(({ finding }) => printRef(finding.subject));
    const texts = rules.map(
      ({ shortDescription, fullDescription, help }) => `${shortDescription.text} ${fullDescription.text} ${help.text}`,
    );
    for (const instance of instances) for (const text of texts) expect(text).not.toContain(instance);
  });

  test.each(findingIds)("the help link of %s leads to a page that exists", (id) => {
    const [page = "", anchor] = rulePage(id).split("#");
    const text = readFileSync(join(import.meta.dirname, "../../docs", page), "utf8");
    expect(anchor === undefined || text.includes(`### ${anchor}\n`)).toBe(true);
  });

  test.each<[string, string]>([
    ["deploy/shop.yaml", "deploy/shop.yaml"],
    ["./deploy/shop.yaml", "deploy/shop.yaml"],
    ["/srv/a b.yaml", "file:///srv/a%20b.yaml"],
    ["a:b, c%/<ä>.yaml", "a%3Ab%2C%20c%25/%3C%C3%A4%3E.yaml"],
    ["-", "stdin"],
  ])("the file %s is the address %s", (file, uri) => {
    const [first] = sampleReport.findings;
    if (first === undefined) throw new Error("the sample has findings");
    const [result] = parsed({ ...emptyReport, findings: [{ ...first, file }] }).results;
    expect(result?.locations[0]?.physicalLocation).toEqual({ artifactLocation: { uri }, region: { startLine: 5 } });
  });

  test("an input that could not be read makes the run unsuccessful; a skipped workload is a note", () => {
    const [invocation] = parsed(sampleReport).invocations;
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications.map(({ level }) => level)).toEqual(["error", "error", "note"]);
    expect(parsed(emptyReport).invocations[0]?.executionSuccessful).toBe(true);
  });

  test("a finding is known again when its line moves", () => {
    const moved = { ...sampleReport, findings: sampleReport.findings.map((placed) => ({ ...placed, line: placed.line + 7 })) };
    const prints = (report: CheckReport): unknown => parsed(report).results.map(({ partialFingerprints }) => partialFingerprints);
    expect(prints(moved)).toEqual(prints(sampleReport));
  });
});
