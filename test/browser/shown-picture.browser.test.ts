import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runExplain } from "../cli/run-explain.ts";
import { finishedSample } from "../e2e/proof/finished-sample.ts";
import { overviewSvg } from "../e2e/proof/overview-svg.ts";
import { runSvg } from "../e2e/proof/run-svg.ts";
import { scenarios } from "../e2e/proof/scenarios.ts";
import { allVariants } from "../e2e/proof/variants.ts";
import { accessibleImages } from "./accessible-images.ts";
import { describeInBrowser, displays, testBrowser } from "./browser.ts";
import { countColors } from "./count-colors.ts";
import { pictureFaults } from "./faults.ts";
import { drawnPictures } from "./in-page-picture.ts";
import { runRecord } from "./run-records.ts";

const browser = testBrowser();
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const explained = async (): Promise<string> =>
  (await runExplain(["deployment/shop", "-n", "web", "-f", file("../../docs/example"), "-o", "svg"])).stdout;

const overview = (): string => {
  const finished = scenarios.flatMap(({ name }) =>
    allVariants.map((variant, at) => finishedSample(name, variant.name, { lost: at })),
  );
  return overviewSvg(finished, "Requests that succeeded, at 0.2 of the times of AWS").source;
};

/** Every kind of picture, as it is made. */
const pictures: readonly (readonly [string, () => string | Promise<string>])[] = [
  ["docs/images/one-pod.svg", () => readFileSync(file("../../docs/images/one-pod.svg"), "utf8")],
  ["docs/images/target-outlives-pod.svg", () => readFileSync(file("../../docs/images/target-outlives-pod.svg"), "utf8")],
  ["`outlive explain -o svg`", explained],
  ["a run", () => runSvg(runRecord({ lanes: 10, lost: 200, seconds: 60 }), "roll-out, nothing").source],
  ["the overview of all runs", overview],
];

describeInBrowser.each(displays)("$width wide and $scheme,", (display) => {
  test.each(pictures)("the picture of %s is read without stumbling by itself", async (_name, made) => {
    const { page, complaints } = await browser.open("picture.svg", await made(), display);
    const faults = (await page.evaluate(drawnPictures)).flatMap(pictureFaults);
    expect([...complaints, ...new Set(faults)]).toEqual([]);
  });

  test.each(pictures)(
    "the picture of %s is drawn in its size, or that of the window, as an image of a page",
    async (_name, made) => {
      const source = await made();
      const image = browser.write("picture.svg", source);
      const { page, complaints } = await browser.open("page.html", pageWith(image), display);
      const [width = 0] = /viewBox="0 0 (\d+)/.exec(source)?.slice(1).map(Number) ?? [];
      const drawn = await page.$eval("img", ({ naturalWidth, clientWidth }) => ({ naturalWidth, clientWidth }));
      expect(complaints).toEqual([]);
      expect(drawn).toEqual({ naturalWidth: width, clientWidth: Math.min(width, display.width) });
      expect(await countColors(page)).toBeGreaterThan(10);
    },
  );
});

/** As GitHub shows it: the image is never wider than the text around it. */
const pageWith = (image: string): string =>
  `<!doctype html><html lang="en"><title>Picture</title><style>body{margin:0}img{max-width:100%}</style><img src="${image}" alt="">`;

const proof = file("../../docs/proof/");

describeInBrowser("in docs/proof", () => {
  test.each(readdirSync(proof))("%s is read without stumbling", async (name) => {
    const source = readFileSync(`${proof}${name}`, "utf8");
    const { page, complaints } = await browser.open("picture.svg", source, { width: 1280, scheme: "light" });
    const faults = (await page.evaluate(drawnPictures)).flatMap(pictureFaults);
    expect([...complaints, ...new Set(faults)]).toEqual([]);
  });
});

describeInBrowser.each(pictures)("the picture of %s", (_name, made) => {
  test("follows the scheme of the system as an image of a page", async () => {
    const shown = async (scheme: "light" | "dark"): Promise<string> => {
      const image = browser.write("picture.svg", await made());
      const { page } = await browser.open("page.html", pageWith(image), { width: 1280, scheme });
      return page.screenshot({ encoding: "base64" });
    };
    expect((await shown("light")) === (await shown("dark"))).toBe(false);
  });

  test("is read aloud as one image, by its title and description", async () => {
    const { page } = await browser.open("picture.svg", await made(), { width: 1280, scheme: "light" });
    const [picture] = await page.evaluate(drawnPictures);
    expect(await accessibleImages(page)).toEqual([`${picture?.title} ${picture?.description}`]);
  });
});
