import { contrast } from "./contrast.ts";
import type { WrittenDocument } from "./in-page-document.ts";
import type { Box, DrawnPicture } from "./in-page-picture.ts";

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for what has to be seen besides it. */
const leastContrast = { text: 4.5, shape: 3 } as const;

/** Boxes of glyphs are rounded, and lines of text may touch. */
const tolerance = 0.5;

const overlap = (one: Box, other: Box): boolean =>
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > tolerance &&
  Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > tolerance;

const within = (inner: Box, outer: Box): boolean =>
  inner.left >= outer.left && inner.top >= outer.top && inner.right <= outer.right && inner.bottom <= outer.bottom;

function pairs<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const));
}

/** A sentence for each thing that readers of a picture would stumble over. */
export function pictureFaults(picture: DrawnPicture): readonly string[] {
  return [...textFaults(picture), ...shapeFaults(picture), ...nameFaults(picture)];
}

function textFaults({ texts, frame, bars }: DrawnPicture): readonly string[] {
  return [
    ...texts.filter(({ box }) => !within(box, frame)).map(({ text }) => `"${text}" is cut off`),
    ...pairs(texts).flatMap(([one, other]) => (overlap(one.box, other.box) ? [`"${one.text}" is over "${other.text}"`] : [])),
    ...texts.flatMap(({ text, box }) =>
      bars
        .filter((bar) => overlap(box, bar.box) && !(box.left >= bar.box.left && box.right <= bar.box.right))
        .map(({ kind }) => `"${text}" is half over a bar of ${kind}`),
    ),
    ...texts.flatMap(({ text, color, grounds }) =>
      grounds.flatMap((ground) => faint(`"${text}"`, color, ground, leastContrast.text)),
    ),
  ];
}

function shapeFaults({ bars, lost, ground, frame }: DrawnPicture): readonly string[] {
  return [
    ...bars.filter(({ box }) => !within(box, frame)).map(({ kind }) => `a bar of ${kind} is cut off`),
    ...bars.flatMap(({ kind, fill, stroke }) => {
      const outlined = stroke !== "none" && contrast(stroke, ground) >= leastContrast.shape;
      return outlined ? [] : faint(`a bar of ${kind}`, fill, ground, leastContrast.shape);
    }),
    ...lost.flatMap(({ stroke }) => faint("a lost request", stroke, ground, leastContrast.shape)),
  ];
}

function nameFaults({ role, name, title, description }: DrawnPicture): readonly string[] {
  return [
    ...(role === "img" ? [] : [`its role is "${role}"`]),
    ...(title === "" || description === "" ? ["it has no title or no description"] : []),
    ...(name === `${title} ${description}` ? [] : [`it is called "${name}"`]),
  ];
}

function faint(what: string, color: string, ground: string, least: number): readonly string[] {
  if (ground === "nothing") return [`${what} has no ground`];
  const ratio = contrast(color, ground);
  return ratio >= least ? [] : [`${what} has a contrast of ${ratio.toFixed(2)}, ${color} on ${ground}`];
}

/** Text of the size of a footnote; smaller is not read on a phone. */
const leastTextSize = 12;
const leastScale = 0.8;

/** A sentence for each thing that readers of a page would stumble over. */
export function documentFaults({
  language,
  title,
  headings,
  wrongIds,
  width,
  texts,
  scales,
}: WrittenDocument): readonly string[] {
  return [
    ...(language === "en" ? [] : [`its language is "${language}"`]),
    ...(title === "" ? ["it has no title"] : []),
    ...headingFaults(headings),
    ...wrongIds.map((id) => `the id "${id}" is there twice or not at all`),
    ...(width.content > width.window ? [`it is ${width.content} wide in a window of ${width.window}`] : []),
    ...texts.flatMap(({ text, color, ground }) => faint(`"${text}"`, color, ground, leastContrast.text)),
    ...texts.filter(({ size }) => size < leastTextSize).map(({ text, size }) => `"${text}" has a size of ${size}`),
    ...texts.flatMap(({ lines }) =>
      lines.filter(({ left, right }) => left < 0 || right > width.window).map(({ text }) => `"${text}" is cut off`),
    ),
    ...overlappingLines(texts),
    ...scales.filter((scale) => scale < leastScale).map((scale) => `a picture is drawn at ${scale.toFixed(2)} of its size`),
  ];
}

function headingFaults(headings: WrittenDocument["headings"]): readonly string[] {
  const levels = headings.map(({ level }) => level);
  const skipped = headings.filter(({ level }, at) => level > (levels[at - 1] ?? 0) + 1);
  return [
    ...(levels.filter((level) => level === 1).length === 1 ? [] : ["it has no heading of level 1, or several"]),
    ...skipped.map(({ level, text }) => `the heading "${text}" is of level ${level}, which skips one`),
  ];
}

/** Lines are compared with those that begin above their end only, for a page has thousands. */
function overlappingLines(texts: WrittenDocument["texts"]): readonly string[] {
  const lines = texts.flatMap((text) => text.lines).toSorted((a, b) => a.top - b.top);
  return lines.flatMap((line, at) => {
    const next = lines.slice(at + 1, at + 1 + neighbours).filter((other) => other.top < line.bottom);
    return next.filter((other) => overlap(line, other)).map((other) => `"${line.text}" is over "${other.text}"`);
  });
}

/** More lines than stand beside each other in any row. */
const neighbours = 50;
