import { expect, test } from "vitest";
import { probeHtml } from "#probe/report/probe-html.ts";
import type { ProbeReport } from "#probe/report/probe-report.ts";
import { shopProbe } from "../probe/report/shop-probe.ts";
import { describeInBrowser, displays, testBrowser } from "./browser.ts";
import { documentFaults, pictureFaults } from "./faults.ts";
import { writtenDocument } from "./in-page-document.ts";
import { drawnPictures } from "./in-page-picture.ts";

const browser = testBrowser();

const full = shopProbe(99.99);
const longPath = "/a-rather-long-path".repeat(12);
const pages: readonly (readonly [string, ProbeReport])[] = [
  ["of a deploy that lost requests", full],
  ["with a long URL and a note", { ...full, url: `https://shop.example.com${longPath}`, problems: [`<b>${longPath}</b>`] }],
  ["of a recording alone", { ...full, url: null, load: null, trace: { ...full.trace, groups: [], targets: [], window: null } }],
];

describeInBrowser.each(displays)("the page of a probe, $width wide and $scheme,", (display) => {
  test.each(pages)("%s is read without stumbling", async (_name, report) => {
    const { page, complaints } = await browser.open("page.html", probeHtml(report), display);
    const pictures = await page.evaluate(drawnPictures);
    const faults = [...documentFaults(await page.evaluate(writtenDocument)), ...pictures.flatMap(pictureFaults)];
    expect([...complaints, ...new Set(faults)]).toEqual([]);
  });
});
