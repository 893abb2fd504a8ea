import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { explanationHtml } from "#explain/explanation-html.ts";
import { runExplain } from "../cli/run-explain.ts";
import { accessibleImages } from "./accessible-images.ts";
import { auditPageOf } from "./audit-pages.ts";
import { describeInBrowser, displays, testBrowser } from "./browser.ts";
import { explanations } from "./explanations.ts";
import { documentFaults, pictureFaults } from "./faults.ts";
import { writtenDocument } from "./in-page-document.ts";
import { drawnPictures } from "./in-page-picture.ts";

const browser = testBrowser();
const forty = fileURLToPath(new URL("../cases/forty", import.meta.url));

/** Made as users make them. */
const manyWorkloads = async (): Promise<string> => (await runExplain(["--all", "-f", forty, "-o", "html"])).stdout;

/** What is folded has no place on the page, and what is far below the window has none before it is needed. */
function unfold(): void {
  for (const details of document.querySelectorAll("details")) {
    details.open = true;
    details.style.contentVisibility = "visible";
  }
}

const pages: readonly (readonly [string, () => string | Promise<string>])[] = [
  ["many workloads", manyWorkloads],
  ["no workload", () => auditPageOf([])],
  [
    "workloads as full, empty, wide and crowded as they get",
    () => auditPageOf(explanations.map(([, explanation]) => explanation)),
  ],
  ...explanations.map(([name, explanation]) => [`a workload ${name}`, () => explanationHtml(explanation)] as const),
];

describeInBrowser.each(displays)("the page, $width wide and $scheme,", (display) => {
  test.each(pages)("of %s is read without stumbling", async (_name, made) => {
    const { page, complaints } = await browser.open("page.html", await made(), display);
    await page.evaluate(unfold);
    const pictures = await page.evaluate(drawnPictures);
    const faults = [...documentFaults(await page.evaluate(writtenDocument)), ...pictures.flatMap(pictureFaults)];
    expect([...complaints, ...new Set(faults)]).toEqual([]);
  });
});

describeInBrowser("the page", () => {
  test("is the same where scripts are not allowed", async () => {
    const shown = async (scripts: boolean): Promise<string> => {
      const { page } = await browser.open("page.html", explanationHtml(first()), { width: 1280, scheme: "light", scripts });
      return page.screenshot({ fullPage: true, encoding: "base64" });
    };
    expect((await shown(false)) === (await shown(true))).toBe(true);
  });

  test("is read aloud with the picture as one image, by its title and description", async () => {
    const { page } = await browser.open("page.html", explanationHtml(first()), { width: 1280, scheme: "light" });
    const [picture] = await page.evaluate(drawnPictures);
    expect(await accessibleImages(page)).toEqual([`${picture?.title} ${picture?.description}`]);
  });
});

const first = () => {
  const [[, explanation] = []] = explanations;
  if (explanation === undefined) throw new Error("there are explanations");
  return explanation;
};
