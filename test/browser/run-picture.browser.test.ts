import { expect, test } from "vitest";
import { runSvg } from "../e2e/proof/run-svg.ts";
import { describeInBrowser, displays, testBrowser } from "./browser.ts";
import { pictureFaults } from "./faults.ts";
import { type Box, type DrawnPicture, drawnPictures } from "./in-page-picture.ts";
import { runRecord, runSizes } from "./run-records.ts";

const browser = testBrowser();

const middle = ({ left, right }: Box): number => (left + right) / 2;

/** Seconds of the run at a place in the picture, by the labels of its axis. */
function scaleOf({ texts }: DrawnPicture): (x: number) => number {
  const axis = texts.flatMap(({ text, box }) =>
    /^\d+ s$/.test(text) ? [{ second: Number.parseInt(text, 10), x: middle(box) }] : [],
  );
  const [first, last] = [axis[0], axis.at(-1)];
  if (first === undefined || last === undefined || first === last) throw new Error("the axis has no labels");
  return (x) => first.second + ((x - first.x) / (last.x - first.x)) * (last.second - first.second);
}

/** Bars of the lane whose label stands at that height, in order. */
function laneOf(
  { texts, bars }: DrawnPicture,
  label: (text: string) => boolean,
): { readonly label: Box; readonly bars: readonly Box[] } {
  const found = texts.filter(({ text }) => label(text));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} lanes have that label`);
  const height = (only.box.top + only.box.bottom) / 2;
  return { label: only.box, bars: bars.map(({ box }) => box).filter(({ top, bottom }) => top < height && bottom > height) };
}

describeInBrowser.each(displays)("the picture of a run, $width wide and $scheme,", (display) => {
  test.each(runSizes)("of $lanes targets, $seconds s and $lost lost requests is read without stumbling", async (size) => {
    const { page, complaints } = await browser.open("run.svg", runSvg(runRecord(size), "roll-out, nothing").source, display);
    const faults = (await page.evaluate(drawnPictures)).flatMap(pictureFaults);
    expect([...complaints, ...new Set(faults)]).toEqual([]);
  });
});

describeInBrowser.each(runSizes)("the picture of $lanes targets, $seconds s and $lost lost requests", (size) => {
  const record = runRecord(size);
  const { source } = runSvg(record, "roll-out, nothing");
  /** Of two pixels. */
  const closeSeconds = (2 / 640) * size.seconds;

  const drawn = async (): Promise<DrawnPicture> => {
    const { page } = await browser.open("run.svg", source, { width: 1280, scheme: "light" });
    const [picture] = await page.evaluate(drawnPictures);
    if (picture === undefined) throw new Error("there is no picture");
    return picture;
  };

  test("is no large file", () => {
    expect(source.length).toBeLessThan(150_000);
  });

  test("has a bar for each state of each target and Pod, at its times", async () => {
    const picture = await drawn();
    const secondAt = scaleOf(picture);
    const lanes = [
      ...record.targets.map((lane) => ({ ...lane, label: (text: string) => text === lane.name })),
      ...record.pods.map((lane) => ({
        ...lane,
        label: (text: string) => text !== lane.name && text.endsWith(lane.name.slice(-20)),
      })),
    ];
    const misplaced = lanes.flatMap(({ name, spans, label }) => {
      const { bars } = laneOf(picture, label);
      const times = bars.map((box) => [secondAt(box.left), secondAt(box.right)]);
      const expected = spans.map(({ fromMs, toMs }) => [(fromMs - record.fromMs) / 1000, (toMs - record.fromMs) / 1000]);
      const close = times.flat().every((second, at) => Math.abs(second - (expected.flat()[at] ?? Number.NaN)) < closeSeconds);
      return close && times.length === expected.length ? [] : [name];
    });
    expect(misplaced).toEqual([]);
  });

  test("has a mark for every lost request, on the lane of its target and where that drains", async () => {
    const picture = await drawn();
    const secondAt = scaleOf(picture);
    const marks = picture.lost
      .slice(0, -1)
      .flatMap(({ title, boxes }) => boxes.map((box) => ({ title, box, second: secondAt(box.left) })));
    const targets = [...record.targets.map(({ name }) => name), undefined];
    const wrong = targets.flatMap((target) => {
      const { label, bars } = laneOf(picture, (text) => text === (target ?? "no target tried"));
      const lane = bars.at(-1);
      const here = marks.filter(({ title }) => title.includes(` ${target ?? "no target"}`));
      const lost = record.lost.filter((request) => request.target === target).map(({ atMs }) => (atMs - record.fromMs) / 1000);
      return [
        ...here
          .filter(({ box }) => box.bottom < label.top || box.top > label.bottom)
          .map(({ title }) => `${title} is on another lane`),
        ...here
          .filter(({ box }) => lane !== undefined && (box.left < lane.left - 1 || box.left > lane.right + 1))
          .map(({ title }) => `${title} is beside its bar`),
        ...lost
          .filter((second) => !here.some((mark) => Math.abs(mark.second - second) < closeSeconds))
          .map((second) => `${target} at ${second} s has no mark`),
      ];
    });
    expect(wrong).toEqual([]);
    expect(marks.length === 0).toBe(size.lost === 0);
  });
});
