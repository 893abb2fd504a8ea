import { expect, test } from "vitest";
import { traceHtml } from "#trace/pictures/trace-html.ts";
import { traceSvg } from "#trace/pictures/trace-svg.ts";
import { type Display, describeInBrowser, testBrowser } from "./browser.ts";
import { documentFaults, pictureFaults } from "./faults.ts";
import { writtenDocument } from "./in-page-document.ts";
import { drawnPictures } from "./in-page-picture.ts";
import { traceReports } from "./trace-reports.ts";

const browser = testBrowser();
const made = traceReports.map(([name, report]) => [name, report()] as const);

const displays: readonly Display[] = [1280, 390].flatMap((width) => [
  { width, scheme: "light" },
  { width, scheme: "dark" },
]);

describeInBrowser.each(displays)("the trace page, $width wide and $scheme,", (display) => {
  test.each(made)("%s is read without stumbling", async (_name, report) => {
    const { page, complaints } = await browser.open("page.html", traceHtml(report), display);
    const pictures = await page.evaluate(drawnPictures);
    const faults = [...documentFaults(await page.evaluate(writtenDocument)), ...pictures.flatMap(pictureFaults)];
    expect([...complaints, ...new Set(faults)]).toEqual([]);
  });

  test.each(made)("the picture %s is read without stumbling by itself", async (_name, report) => {
    const source = traceSvg(report);
    if (source === undefined) return;
    const { page, complaints } = await browser.open("picture.svg", source, display);
    const faults = (await page.evaluate(drawnPictures)).flatMap(pictureFaults);
    expect([...complaints, ...new Set(faults)]).toEqual([]);
  });
});

describeInBrowser("the trace page", () => {
  test("opens its examples and scrolls its tables by keyboard", async () => {
    const [[, report] = []] = made;
    if (report === undefined) throw new Error("no report");
    const { page } = await browser.open("page.html", traceHtml(report), { width: 400, scheme: "light", scripts: false });
    const opened: string[] = [];
    for (let presses = 0; presses < 4; presses += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => document.activeElement?.tagName ?? "");
      if (focused === "SUMMARY") await page.keyboard.press("Enter");
      opened.push(focused);
    }
    expect(opened).toContain("SUMMARY");
    expect(opened).toContain("DIV");
    expect(await page.evaluate(() => document.querySelectorAll("details[open]").length)).toBeGreaterThanOrEqual(1);
  });

  test("shows causes and pictures whole on a phone", async () => {
    for (const [, report] of made) {
      const { page } = await browser.open("page.html", traceHtml(report), { width: 390, scheme: "light" });
      const wider = await page.evaluate(() =>
        [...document.querySelectorAll("figure, .wide:has(.causes)")]
          .filter((element) => element.scrollWidth > element.clientWidth)
          .map(({ textContent }) => textContent),
      );
      expect(wider).toEqual([]);
    }
  });

  test("draws a mark for each lost request, where it arrived", async () => {
    const [[, report] = []] = made;
    if (report === undefined) throw new Error("no report");
    const { page } = await browser.open("picture.svg", traceSvg(report) ?? "", { width: 1280, scheme: "light" });
    const [picture] = await page.evaluate(drawnPictures);
    const strokes = picture?.lost.flatMap(({ boxes }) => boxes) ?? [];
    const arrivals = report.targets.reduce((sum, { lostAt }) => sum + lostAt.length, 0);
    expect(strokes.length).toBeGreaterThan(0.5 * arrivals);
    expect(strokes.length).toBeLessThanOrEqual(arrivals + 1);
  });
});
