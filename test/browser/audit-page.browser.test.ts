import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { expect, test } from "vitest";
import type { Explanation } from "#model/reports/explanation.ts";
import { auditPageOf } from "./audit-pages.ts";
import { describeInBrowser, displays, testBrowser } from "./browser.ts";
import { explanations } from "./explanations.ts";

const browser = testBrowser();
const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

const all = explanations.map(([, explanation]) => explanation);

/** So many, in namespaces of twenty. */
const many = (count: number): readonly Explanation[] =>
  Array.from({ length: count }, (_, at) => {
    const explanation = all[at % all.length];
    if (explanation === undefined) throw new Error("there are explanations");
    return { ...explanation, subject: { ...explanation.subject, namespace: `team-${Math.floor(at / 20)}`, name: `shop-${at}` } };
  });

const page = auditPageOf(many(60));

/** A sentence for each thing that the checker finds. */
async function violationsIn(opened: Page): Promise<readonly string[]> {
  await opened.evaluate(axe);
  return opened.evaluate(async () => {
    const checker = (globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }).axe;
    interface Violation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }
    const { violations } = await checker.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  });
}

const shown = (opened: Page): Promise<number> =>
  opened.evaluate(() => document.querySelectorAll(".workload:not([hidden])").length);

const choose = (opened: Page, id: string, value: string): Promise<void> =>
  opened.evaluate(
    (field, chosen) => {
      const element = document.getElementById(field) as HTMLInputElement;
      element.value = chosen;
      element.dispatchEvent(new Event("input"));
    },
    id,
    value,
  );

describeInBrowser.each(displays)("the page of an audit, $width wide and $scheme,", (display) => {
  test.each(["folded", "unfolded"])("%s, has nothing that an accessibility checker finds", async (state) => {
    const { page: opened, complaints } = await browser.open("audit.html", page, display);
    if (state === "unfolded") await opened.click("#tool-unfold");
    expect([...complaints, ...(await violationsIn(opened))]).toEqual([]);
  });
});

describeInBrowser("the page of an audit", () => {
  const open = async (scripts = true): Promise<Page> =>
    (await browser.open("audit.html", page, { width: 1280, scheme: "light", scripts })).page;

  test("filters by text, namespace, rule and what there is to do", async () => {
    const opened = await open();
    expect(await shown(opened)).toBe(60);
    await choose(opened, "tool-text", "shop-7 team-0");
    expect(await shown(opened)).toBe(1);
    await choose(opened, "tool-text", "");
    await choose(opened, "tool-namespace", "team-1");
    expect(await shown(opened)).toBe(20);
    expect(await opened.$eval("#tool-count", (output) => output.textContent)).toBe("20 of 60 workloads");
    await choose(opened, "tool-rule", "prestop-outlives-deregistration");
    const found = await shown(opened);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(20);
  });

  test("sorts within its namespaces, and the namespaces", async () => {
    const opened = await open();
    await choose(opened, "tool-sort", "name");
    const names = await opened.$$eval(".group", (groups) => groups.map((group) => group.getAttribute("data-name") ?? ""));
    expect(names).toEqual(names.toSorted());
    const [inFirst] = await opened.$$eval(".group", (groups) =>
      groups.map((group) => [...group.querySelectorAll<HTMLElement>(".workload")].map((row) => row.dataset["name"] ?? "")),
    );
    expect(inFirst).toEqual(inFirst?.toSorted());
  });

  test("opens the workload that a link leads to", async () => {
    const opened = await open();
    await opened.click(".first a");
    await opened.waitForSelector(".workload[open]");
    expect(await opened.$$eval(".workload[open]", (rows) => rows.length)).toBe(1);
  });

  test("can be read without scripts: nothing is hidden but the tools, and workloads unfold", async () => {
    const opened = await open(false);
    expect(await opened.$$eval("[hidden]", (hidden) => hidden.map(({ id }) => id))).toEqual(["tools"]);
    await opened.click(".workload summary");
    expect(await opened.$$eval(".workload[open] svg", (pictures) => pictures.length)).toBe(1);
  });

  test("holds 2,000 workloads", async () => {
    const source = auditPageOf(many(2000));
    const { page: opened, complaints } = await browser.open("many.html", source, { width: 400, scheme: "dark" });
    await choose(opened, "tool-text", "shop-1999");
    expect(await shown(opened)).toBe(1);
    expect(complaints).toEqual([]);
    expect(source.length / 2000).toBeLessThan(12_000);
  });
});
