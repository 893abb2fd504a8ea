import axe from "axe-core";
import type { Page } from "puppeteer-core";
import { expect, test } from "vitest";
import { configurationOf } from "#library/configuration.ts";
import { answerHtml } from "#playground/answer-html.ts";
import { judge } from "#playground/judge.ts";
import { caseTexts } from "../playground/case-texts.ts";
import { describeInBrowser, displays } from "./browser.ts";
import { siteInBrowser } from "./site-in-browser.ts";

const site = siteInBrowser();
const wide = { width: 1280, scheme: "light" } as const;
const answered = (page: Page, times: number): Promise<unknown> =>
  page.waitForFunction((least) => Number(document.body.dataset["answered"] ?? "0") >= least, {}, times);
const textOf = (page: Page, selector: string): Promise<string> => page.$eval(selector, (element) => element.textContent ?? "");

/** What a checker of accessibility finds that keeps people from using the page. */
async function seriousFaults(page: Page): Promise<readonly string[]> {
  // Without the policy of the page, which lets nothing be put into it.
  await page.setBypassCSP(true);
  await page.reload({ waitUntil: "load" });
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describeInBrowser.each(displays)("at $width in $scheme", (display) => {
  test.each([
    "index.html",
    "docs/index.html",
    "docs/timing.html",
    "docs/configuration.html",
    "docs/rules/shutdown-fits-grace.html",
  ])("%s is read without stumbling", async (path) => {
    const { page, complaints } = await site.visit(path, display);
    if (path === "index.html") await answered(page, 1);
    expect(await scrollsSideways(page)).toBe(false);
    expect(complaints).toEqual([]);
    expect(await seriousFaults(page)).toEqual([]);
  });
});

describeInBrowser("the playground", () => {
  test("answers for every case as the command does, and asks no server anything meanwhile", async () => {
    const { page, complaints, requested } = await site.visit("index.html", wide);
    await answered(page, 1);
    const before = requested.length;
    const defaults = configurationOf({});
    const given = await page.evaluate(
      async (texts) => {
        const worker = new Worker("worker.js", { type: "module" });
        const answers: unknown[] = [];
        for (const text of texts) {
          worker.postMessage({ kind: "judge", id: answers.length, text, choices: { policy: "", clusterName: "" } });
          answers.push(
            await new Promise((resolve) => {
              worker.addEventListener("message", ({ data }) => resolve(data), { once: true });
            }),
          );
        }
        return answers;
      },
      caseTexts.map(([, text]) => text),
    );
    const answers = given as readonly { readonly answer: unknown; readonly fixed: { readonly text: string } }[];
    for (const [at, [file, text]] of caseTexts.entries()) {
      const judgement = judge(text, defaults);
      expect(answers[at]?.answer, file).toEqual(answerHtml(judgement, "docs/"));
      expect(answers[at]?.fixed.text, file).toBe(judgement.fixed.text);
    }
    expect(requested.slice(before).filter((path) => path !== "worker.js")).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("shows what the sliders change, by keyboard", async () => {
    const { page } = await site.visit("index.html", wide);
    await answered(page, 1);
    const before = await textOf(page, ".outcome");
    await page.focus('input[name="preStop"]');
    for (let at = 0; at < 12; at += 1) await page.keyboard.press("ArrowRight");
    await page.waitForFunction((old) => document.querySelector(".outcome")?.textContent !== old, {}, before);
    expect(before).toContain("now, 0 with these values");
    expect(await textOf(page, ".try output")).toBe("12 s");
    await page.waitForFunction(() => document.querySelector(".outcome")?.textContent?.includes("loses 0 requests"));
    expect(await textOf(page, "figure")).toContain("with these values");
  });

  test("leads from a finding to its line", async () => {
    const { page } = await site.visit("index.html", wide);
    await answered(page, 1);
    await page.click(".findings button");
    const selected = await page.$eval("#manifests", (element) => {
      const { value, selectionStart, selectionEnd } = element as HTMLTextAreaElement;
      return value.slice(selectionStart, selectionEnd);
    });
    expect(selected.trim()).toBe("- name: app");
  });

  test("takes the fixed manifests, which then have nothing to fix", async () => {
    const { page } = await site.visit("index.html", wide);
    await answered(page, 1);
    await page.click("#use-fixed");
    await answered(page, 2);
    expect(await textOf(page, "#summary")).toContain("0 errors, 0 warnings");
    expect(await page.$eval("#fixed", (element) => (element as HTMLElement).hidden)).toBe(true);
  });

  test("opens what a link shares, and the link's server never sees it", async () => {
    const { page } = await site.visit("index.html", wide);
    await answered(page, 1);
    await page.evaluate(() => {
      const text = document.querySelector("textarea");
      if (text === null) return;
      text.value = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shared}\n";
      text.dispatchEvent(new Event("input"));
    });
    await answered(page, 2);
    await page.click("#share");
    await page.waitForFunction(() => location.hash.length > 1);
    const { page: other, requested } = await site.visit(`index.html${new URL(page.url()).hash}`, wide);
    await answered(other, 1);
    expect(await other.$eval("#manifests", (element) => (element as HTMLTextAreaElement).value)).toContain("name: shared");
    expect(requested.filter((path) => path.includes("#") || path.includes("m="))).toEqual([
      expect.stringContaining("index.html#"),
    ]);
  });

  test("gives up on manifests that take too long, and answers the next ones", async () => {
    const { page } = await site.visit("index.html", wide);
    await answered(page, 1);
    await page.evaluate(() => {
      const text = document.querySelector("textarea");
      if (text === null) return;
      text.value = "[".repeat(1_400_000);
      text.dispatchEvent(new Event("input"));
    });
    await page.waitForFunction(
      () => document.querySelector("#status")?.textContent !== "" || Number(document.body.dataset["answered"]) > 1,
    );
    await page.select("#example", "Nothing to do");
    await page.waitForFunction(() => document.querySelector("#summary")?.textContent?.includes("0 errors, 0 warnings"));
  });
});

describeInBrowser("the search", () => {
  test("finds a rule by its name and a page by its words, by keyboard", async () => {
    const { page } = await site.visit("docs/timing.html", wide);
    await page.type("#search", "shutdown-fits-grace");
    await page.waitForSelector("#results a");
    expect(await page.$$eval("#results a", (links) => links.map(({ href }) => href).join(" "))).toContain(
      "docs/rules/shutdown-fits-grace.html",
    );
    await page.keyboard.press("ArrowDown");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    expect(await textOf(page, "h1")).not.toBe("");
  });

  test("says so where nothing is found", async () => {
    const { page } = await site.visit("docs/timing.html", wide);
    await page.type("#search", "zzzzqqqq");
    await page.waitForFunction(() => document.querySelector("#results")?.textContent?.includes("Nothing found"));
  });
});
