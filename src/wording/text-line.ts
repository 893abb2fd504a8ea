/** One line of a terminal as cells that can be written over, painted when it is whole. */
import type { Paint, Tone } from "./paint.ts";

interface Cell {
  readonly glyph: string;
  readonly tone: Tone | undefined;
}

export type TextLine = readonly Cell[];

const nothing: Cell = { glyph: " ", tone: undefined };

export const blankLine = (length: number): Cell[] => Array.from({ length: Math.max(length, 0) }, () => nothing);

export const textLine = (text: string, tone?: Tone): Cell[] => [...text].map((glyph) => ({ glyph, tone }));

/** Nothing is written there yet; what lies outside of the line counts as free. */
export const isFree = (line: TextLine, from: number, length: number): boolean =>
  line.slice(Math.max(from, 0), Math.max(from + length, 0)).every(({ glyph }) => glyph === " ");

/** What would stand outside of the line is cut off. */
export function writeOver(line: Cell[], from: number, text: string, tone?: Tone): void {
  textLine(text, tone).forEach((cell, offset) => {
    if (from + offset >= 0 && from + offset < line.length) line[from + offset] = cell;
  });
}

/** Without blanks at the end; neighbours of one tone are painted as one. */
export function drawn(line: TextLine, paint: Paint): string {
  const runs: { tone: Tone | undefined; text: string }[] = [];
  for (const { glyph, tone } of line.slice(0, line.findLastIndex((cell) => cell.glyph !== " ") + 1)) {
    const last = runs.at(-1);
    if (last !== undefined && last.tone === tone) last.text += glyph;
    else runs.push({ tone, text: glyph });
  }
  return runs.map(({ tone, text }) => (tone === undefined ? text : paint(tone, text))).join("");
}
