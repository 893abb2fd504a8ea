import { type Markup, markup } from "#wording/markup.ts";
import { legendPlace, type PictureLayout } from "./layouts.ts";

/** A sign, drawn around the middle of a square of twelve pixels, and what it stands for. */
export interface LegendItem {
  readonly sign: (x: number, y: number) => Markup;
  readonly text: string;
}

export const legendBox =
  (style: string) =>
  (x: number, y: number): Markup =>
    markup`<rect class="${style}" x="${x}" y="${y - 6}" width="12" height="12"/>`;

export const legendStroke =
  (style: string) =>
  (x: number, y: number): Markup =>
    markup`<line class="${style}" x1="${x + 6}" x2="${x + 6}" y1="${y - 7}" y2="${y + 7}"/>`;

export const legendOf = (items: readonly LegendItem[], top: number, layout: PictureLayout): Markup =>
  markup`${items.map(({ sign, text }, at) => {
    const { x, y } = legendPlace(at, layout);
    return markup`${sign(x, top + y)}<text class="legend" x="${x + 18}" y="${top + y}">${text}</text>
`;
  })}`;
