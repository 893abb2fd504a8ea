import { describe, expect, test } from "vitest";
import { checkGithub } from "#check/check-github.ts";
import { checkJson } from "#check/check-json.ts";
import { checkJunit } from "#check/check-junit.ts";
import { summarySentence } from "#check/check-summary.ts";
import { checkTable } from "#check/check-table.ts";
import type { Severity } from "#model/findings/finding.ts";
import { emptyReport, sampleReport } from "./check-sample.ts";

const plain = { width: 200, color: false, rows: 1000, quiet: false };

describe("The table", () => {
  const text = () => checkTable(sampleReport, plain);

  test("groups findings by file and says what, why and what to do", () => {
    expect(text()).toContain(
      [
        "deploy/shop.yaml",
        "  5: warning replicas-at-least-two",
        "    Deployment web/shop has one replica",
        "    why: nothing serves requests while the Pod of a drained node is replaced",
        "    fix: set spec.replicas to 2 or more",
        "  18: error prestop-outlives-deregistration",
      ].join("\n"),
    );
  });

  test("lists what is skipped, with the reason", () => {
    expect(text()).toMatch(/SKIPPED +WHERE +REASON\nDeployment web\/batch {2}deploy\/batch.yaml:7 {2}drains "by itself"\n/);
  });

  test("ends with the sum", () => {
    expect(text().split("\n").at(-1)).toBe("2 errors, 1 warning; 4 objects checked, 1 skipped; 2 inputs could not be read");
    expect(summarySentence(emptyReport)).toBe("0 errors, 0 warnings; 0 objects checked");
  });

  test("carries out nothing that a value holds", () => {
    expect(text()).not.toContain("\u001b");
    expect(text()).not.toContain("\u0007");
  });

  test.each([60, 80, 120])("fits into %i columns but for words that are longer", (width) => {
    const long = checkTable(sampleReport, { ...plain, width })
      .split("\n")
      .filter((line) => line.length > width && /\S\s+\S+$/.test(line.trim().slice(0, width)) && line.startsWith("    "));
    expect(long).toEqual([]);
  });

  test("is empty where nothing is found and only findings are wanted", () => {
    expect(checkTable(emptyReport, { ...plain, quiet: true })).toBe("");
  });
});

describe("GitHub's workflow commands", () => {
  const lines = () => checkGithub(sampleReport).split("\n");

  test.each<[string, string]>([
    [
      "a finding",
      "::error file=deploy/shop.yaml,line=18,title=prestop-outlives-deregistration::Deployment web/shop: preStop sleep 10 s",
    ],
    ["a warning", "::warning file=deploy/shop.yaml,line=5,title=replicas-at-least-two::Deployment web/shop has one replica"],
    [
      "a file name with every character that means something",
      "::error file=a%3Ab%2C c%25/<ä>.yaml,line=8,title=deregistration-delay-valid::",
    ],
    ["a broken file", "::error file=broken.yaml,line=3,title=unread::this is not valid YAML"],
    ["a file that is not there", "::error file=/gone,title=unread::/gone cannot be read"],
  ])("say %s", (_, begin) => {
    expect(lines().some((line) => line.startsWith(begin))).toBe(true);
  });

  test("no value begins a command or a line of its own", () => {
    expect(lines()).toHaveLength(5);
    expect(lines().every((line) => /^::(?:error|warning) /.test(line))).toBe(true);
    expect(lines().join("\n")).toContain("35%25,");
  });

  test("say nothing where nothing is found", () => {
    expect(checkGithub(emptyReport)).toBe("");
  });
});

describe("JUnit XML", () => {
  const failing = (...severities: readonly Severity[]): ReadonlySet<Severity> => new Set(severities);

  test.each<[string, ReadonlySet<Severity>, string]>([
    ["errors fail", failing("error"), 'tests="7" failures="2" errors="2" skipped="1"'],
    ["warnings fail as well", failing("error", "warning"), 'tests="7" failures="3" errors="2" skipped="1"'],
    ["nothing fails", failing(), 'tests="7" failures="0" errors="2" skipped="1"'],
  ])("%s", (_, severities, counts) => {
    expect(checkJunit(sampleReport, severities)).toContain(`<testsuites name="outlive check" ${counts}>`);
  });

  test("an object without findings is a case that passes", () => {
    expect(checkJunit(sampleReport, failing("error"))).toContain(
      '<testcase name="Deployment web/fine" classname="clean" file="deploy/fine.yaml" line="1"/>',
    );
  });

  test("is well-formed whatever values hold", () => {
    const xml = checkJunit(sampleReport, failing("error", "warning"));
    expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot|#\d+);)/);
    expect([...xml].every((character) => character === "\n" || character >= " ")).toBe(true);
    const open: string[] = [];
    for (const [, end, name = "", empty] of xml.matchAll(/<(\/?)([a-z-]+)(?: [a-z]+="[^"<]*")*(\/?)>/g)) {
      if (end === "/") expect(open.pop()).toBe(name);
      else if (empty === "") open.push(name);
    }
    expect(open).toEqual([]);
    expect(xml.replaceAll(/<[^<>]*>/g, "")).not.toMatch(/[<>]/);
  });
});

describe("JSON", () => {
  test("has the keys of a finding in their order, and null for what nobody states", () => {
    const { findings } = checkJson(sampleReport) as { findings: readonly Record<string, unknown>[] };
    expect(Object.keys(findings[0] ?? {})).toEqual([
      "rule",
      "severity",
      "subject",
      "path",
      "file",
      "line",
      "message",
      "what",
      "why",
      "do",
      "ruleUrl",
      "fixable",
      "actualSeconds",
      "requiredSeconds",
      "because",
    ]);
    expect(findings[0]).toMatchObject({ actualSeconds: null, requiredSeconds: null });
  });

  test("of an empty report", () => {
    expect(checkJson(emptyReport)).toEqual({
      apiVersion: "outlive.dev/v1alpha1",
      kind: "Report",
      summary: { errors: 0, warnings: 0 },
      findings: [],
      skipped: [],
      ignored: [],
    });
  });
});
