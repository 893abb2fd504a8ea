/** One class of attack against every way out: see hostile-text.ts for what is planted. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { AdmissionOutcome } from "#admission/ports.ts";
import { audit } from "#audit/audit.ts";
import { auditJson } from "#audit/audit-json.ts";
import { auditText } from "#audit/audit-text.ts";
import { auditPage } from "#audit/page/audit-page.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { createLog, logDecisions } from "#server/log.ts";
import { createMetrics } from "#server/metrics.ts";
import { readSettings } from "#settings/read-settings.ts";
import { jsonText, printable, quotable } from "#wording/printable.ts";
import { overviewOf } from "../audit/overview-sample.ts";
import { manifestFolder, runCheck } from "../cli/run-check.ts";
import { runExplain } from "../cli/run-explain.ts";
import { admissionOf, type Case, loadCase, reviewOf } from "../support/case.ts";
import { quietSources } from "../support/metric-sources.ts";
import { harmIn, poison, poisoned, textsIn, withPoisonedKeys } from "./hostile-text.ts";

const folder = join(import.meta.dirname, "../cases");
const cases: readonly Case[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml") && !file.endsWith(".golden.yaml") && !/^(?:seed-manifests|forty)\//.test(file))
  .map((file) => loadCase(join(folder, file)));

type Raw = Readonly<Record<string, unknown>>;

const ways: readonly (readonly [string, (object: Raw) => Raw])[] = [
  ["every value", (object) => poisoned(object) as Raw],
  [
    "values of annotations",
    (object) => within(object, (metadata) => ({ ...metadata, annotations: poisoned(metadata["annotations"]) })),
  ],
  ["keys of labels and annotations", (object) => withPoisonedKeys(object) as Raw],
  ["the name", (object) => within(object, (metadata) => ({ ...metadata, name: `${String(metadata["name"])}${poison}` }))],
];

const within = (object: Raw, change: (metadata: Raw) => Raw): Raw => ({
  ...object,
  metadata: change((object["metadata"] ?? {}) as Raw),
});

const planted = (each: Case, plant: (object: Raw) => Raw): Case => ({
  ...each,
  objects: each.objects.map(plant),
  subject: plant(each.subject),
});

/** The first of each kind of harm is enough to see. */
const harmsIn = (texts: readonly (readonly [string, string])[]): readonly string[] =>
  texts.flatMap(([where, text]) => {
    const harm = harmIn(text);
    return harm === undefined ? [] : [`${where}: ${harm}`];
  });

/** Of both endpoints, and of the failure handler. Only objects are hostile: under other names of namespaces nothing would be in scope. */
async function outcomesOf(
  each: Case,
  mode: Case["head"]["mode"],
  plant: (object: Raw) => Raw,
): Promise<readonly AdmissionOutcome[]> {
  const hostile = inItsNamespace(planted({ ...each, head: { ...each.head, mode } }, plant), each);
  const { handle, fail } = await admissionOf(hostile);
  return (["mutate", "validate"] as const).flatMap((endpoint) => {
    const review = reviewOf(hostile);
    return [handle(endpoint, review), fail(endpoint, reviewOf(hostile), new Error(poison))];
  });
}

function spokenIn(body: unknown): readonly string[] {
  const { uid: _uid, patch: _patch, ...response } = (body as { response?: Raw }).response ?? {};
  return textsIn(response);
}

describe.each(ways)("with the poison in %s", (_where, plant) => {
  test("responses, log lines and metrics are harmless in every mode", async () => {
    const texts: (readonly [string, string])[] = [];
    let log = "";
    const stream = { write: (line: string) => (log += line) };
    const logger = createLog("debug", stream);
    const metrics = createMetrics(quietSources);
    const observers = [logDecisions(logger, stream), metrics];
    const runs = cases.flatMap((each) => (["enforce", "warn", "audit"] as const).map((mode) => ({ each, mode })));
    for (const { each, mode } of runs) {
      for (const { text: body, record } of await outcomesOf(each, mode, plant)) {
        texts.push(...spokenIn(JSON.parse(body)).map((text) => [`${each.file} ${mode}`, text] as const));
        for (const observer of observers) observer.decided(record, 1);
      }
    }
    const spoken = texts.length;
    logger.warn({ error: poison }, poison);
    for (const observer of observers) {
      observer.refused(400, poison);
      observer.failed("mutate", new Error(poison));
    }
    expect(harmsIn([...texts, ["log", log], ["metrics", (await metrics.read()).text]]).slice(0, 3)).toEqual([]);
    expect(spoken).toBeGreaterThan(100);
  });

  describe("in files", () => {
    let files: ReturnType<typeof manifestFolder>;

    beforeAll(() => {
      const named = cases.map((each, index): [string, string] => [
        `${index}${index % 7 === 0 ? poison.replaceAll("/", "") : ""}.yaml`,
        each.objects.map((object) => stringify(plant(apart(object, index)))).join("---\n"),
      ]);
      files = manifestFolder(Object.fromEntries([...named, ["broken.yaml", `a: [${poison}\n${poison}: {`]]));
      return () => files.remove();
    });

    test.each(["table", "json", "sarif", "junit"])("outlive check -o %s is harmless", async (format) => {
      const { stdout, stderr } = await runCheck([files.folder, "-o", format]);
      expect(stdout.length).toBeGreaterThan(1000);
      const data = format === "json" || format === "sarif" ? messagesIn(JSON.parse(stdout)) : [];
      expect(
        harmsIn([["stdout", stdout], ["stderr", stderr], ...data.map((text) => ["message", text] as const)]).slice(0, 3),
      ).toEqual([]);
    });

    test("outlive check -o github has the commands of findings and no others", async () => {
      const { stdout, stderr } = await runCheck([files.folder, "-o", "github"]);
      const others = stdout
        .split("\n")
        .map((line) => line.replace(/^::(?:error|warning) (?:file=[^:,\n]*,line=\d+,|file=[^:,\n]*,)?title=[a-z-]+::/, ""));
      expect(
        harmsIn([
          ["stdout", others.join("\n")],
          ["stderr", stderr],
        ]).slice(0, 3),
      ).toEqual([]);
    });

    test("so is what --fix says", async () => {
      const { stdout, stderr } = await runCheck([files.folder, "--fix"]);
      expect(
        harmsIn([
          ["stdout", stdout],
          ["stderr", stderr],
        ]).slice(0, 3),
      ).toEqual([]);
    });

    test.each(["text", "json", "html"])("outlive explain -o %s is harmless", async (format) => {
      const { stdout, stderr } = await runExplain(["--all", "-f", files.folder, "-o", format]);
      expect(stdout.length).toBeGreaterThan(1000);
      expect(
        harmsIn([
          ["stdout", stdout],
          ["stderr", stderr],
        ]).slice(0, 3),
      ).toEqual([]);
    });

    test("so is its picture, and what it says of a workload that is not there", async () => {
      const runs = [
        await runExplain(["deployment/shop", "-f", files.folder, "-o", "svg"]),
        await runExplain([`deployment/shop${poison.replaceAll("/", "")}`, "-f", files.folder, "-o", "svg"]),
      ];
      expect(
        harmsIn(runs.flatMap(({ stdout, stderr }) => [["stdout", stdout] as const, ["stderr", printedError(stderr)] as const])),
      ).toEqual([]);
    });

    test("an audit is harmless as table and as JSON", async () => {
      const { view } = await readManifests(watchedKinds, [files.folder], nothing());
      const read = readSettings({ scope: "cluster" }, builtInPolicies);
      if (!read.ok) throw new Error("settings");
      const report = audit(topLevelWorkloads({ view, pods: [] }, undefined), { view, ...read.configuration });
      expect(report.workloads.length).toBeGreaterThan(0);
      const overview = overviewOf(report, { ownerOf: () => poison });
      const texts = [
        auditText(overview, { width: 100, rows: 1000, color: false }),
        jsonText(auditJson(overview), 2),
        auditPage(overview),
      ];
      expect(harmsIn(texts.map((text) => ["audit", text] as const))).toEqual([]);
    });
  });
});

/** Files of several cases beside each other, whose objects are called the same. */
function apart(object: Raw, index: number): Raw {
  const { namespace } = (object["metadata"] ?? {}) as Raw;
  return namespace === undefined
    ? object
    : within(object, (metadata) => ({ ...metadata, namespace: `${String(namespace)}-${index}` }));
}

async function* nothing(): AsyncGenerator<string> {}

/** A command that fails has its message printed by the program, line by line; arguments are the user's own. */
const printedError = (text: string): string => text.split("\n").map(printable).join("\n");

const inItsNamespace = (hostile: Case, { objects, subject }: Case): Case => ({
  ...hostile,
  objects: hostile.objects.map((object, index) => namespacedAs(object, objects[index])),
  subject: namespacedAs(hostile.subject, subject),
});

function namespacedAs(object: Raw, original: Raw | undefined): Raw {
  const { namespace } = (original?.["metadata"] ?? {}) as Raw;
  return namespace === undefined ? object : within(object, (metadata) => ({ ...metadata, namespace }));
}

/** Sentences for people within JSON; names and values are data there, and escaped. */
function messagesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    typeof each === "string" && ["message", "text", "markdown"].includes(key) ? [each.replaceAll("\n\n", " ")] : messagesIn(each),
  );
}

describe("printable text", () => {
  test.each([
    ["plain", "Ingress web/shop: port 80", "Ingress web/shop: port 80"],
    ["line breaks", "a\r\n\tb", "a b"],
    ["control characters", "a\u001b[31m\u009b\u007fb", "a\uFFFD[31m\uFFFD\uFFFDb"],
    ["bidi controls", "a\u202eb\u2066c", "a\uFFFDb\uFFFDc"],
    ["half a character", "a\ud800b", "a\uFFFDb"],
    ["a command of GitHub's runner", "::error::x", ":\uFFFDerror::x"],
    ["the same within a text that may be wrapped", "see ::error::x", "see :\uFFFDerror::x"],
    ["the old form", "x ##[error]y", "x #\uFFFD[error]y"],
    ["a command of Azure's runner", "##vso[task]", "#\uFFFDvso[task]"],
    ["an address", "fd00::1 a::b", "fd00::1 a::b"],
    ["a heading", "## 1 [x]", "## 1 [x]"],
  ])("%s", (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
    expect(printable(shown)).toBe(shown);
  });

  test("quotes end after 80 characters", () => {
    expect([quotable("x".repeat(80)), quotable("x".repeat(81))]).toEqual(["x".repeat(80), `${"x".repeat(80)}…`]);
  });

  test("JSON holds what it held", () => {
    const value = { [poison]: [poison, "\u{E0001}tag", "plain"], a: "##[error]" };
    expect(JSON.parse(jsonText(value))).toEqual(value);
    expect(harmIn(jsonText(value, 2))).toBeUndefined();
  });
});
