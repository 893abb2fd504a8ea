import type { Seconds } from "#model/findings/seconds.ts";
import { paintWith, type Tone } from "#wording/paint.ts";
import { printable } from "#wording/printable.ts";
import { blankLine, drawn, isFree, type TextLine, textLine, writeOver } from "#wording/text-line.ts";
import { type Bar, type BarKind, type Lane, type Mark, type Timeline, type TimelinePanel, ticks } from "./timeline.ts";

export interface TimelineTextOptions {
  /** Of the terminal, in characters. */
  readonly width: number;
  readonly color: boolean;
}

const looks: Readonly<Record<BarKind, { readonly glyph: string; readonly tone: Tone }>> = {
  sleep: { glyph: "▒", tone: "cool" },
  shutdown: { glyph: "█", tone: "cool" },
  spare: { glyph: "░", tone: "quiet" },
  arriving: { glyph: "┄", tone: "warning" },
  draining: { glyph: "━", tone: "strong" },
  lost: { glyph: "╳", tone: "error" },
  cut: { glyph: "│", tone: "warning" },
};

const legend = "▒ preStop sleep   █ shutting down   ░ rest of the grace period";
const longestLabel = 30;
/** From this width on two panels have room next to each other. */
const wide = 120;
const gap = 3;

/** Panels next to each other where the terminal is wide enough, else one above the other; the scale is the same in all. */
export function timelineText(timeline: Timeline, { width, color }: TimelineTextOptions): string {
  const paint = paintWith(color);
  const count = timeline.panels.length;
  const beside = count > 1 && width >= wide;
  const panelWidth = beside ? Math.floor((width - gap * (count - 1)) / count) : width;
  const panels = timeline.panels.map((panel) => blocksOf(panel, timeline.until, panelWidth));
  const lines = beside ? nextToEachOther(panels, panelWidth) : oneAboveTheOther(panels);
  return [...lines.map((line) => drawn(line, paint)), paint("quiet", legend)].join("\n");
}

/** The lines of the axis, then those of each lane. */
type Block = readonly TextLine[];

interface Scale {
  readonly cells: number;
  readonly cellOf: (at: Seconds) => number;
}

function blocksOf(panel: TimelinePanel, until: Seconds, width: number): readonly Block[] {
  const labels = panel.lanes.map(({ label }) => shortened(label));
  const margin = Math.max(...[panel.title, ...labels].map((label) => shortened(label).length)) + 2;
  const cells = Math.max(width - margin, 10);
  const scale: Scale = { cells, cellOf: (at) => Math.round((at / until) * cells) };
  return [
    [[...textLine(shortened(panel.title).padEnd(margin), "strong"), ...axis(until, scale)]],
    ...panel.lanes.map((lane, at) => laneBlock(lane, (labels[at] ?? "").padEnd(margin), scale)),
  ];
}

function shortened(label: string): string {
  const text = printable(label);
  return text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text;
}

function axis(until: Seconds, scale: Scale): TextLine {
  const line = blankLine(scale.cells);
  const marks = ticks(until, Math.max(Math.floor(scale.cells / 7), 2));
  marks.forEach((at, index) => {
    const text = index === marks.length - 1 ? `${at} s` : String(at);
    const from = Math.min(scale.cellOf(at), scale.cells - text.length);
    if (isFree(line, from - 1, text.length + 1)) writeOver(line, from, text, "quiet");
  });
  return line;
}

function laneBlock(lane: Lane, label: string, scale: Scale): Block {
  const line = blankLine(scale.cells);
  for (const { kind, from, to } of lane.bars) {
    const start = Math.min(scale.cellOf(from), scale.cells - 1);
    // A bar that is there is seen, however short it is on this scale.
    const end = Math.max(scale.cellOf(to), start + 1);
    writeOver(line, start, looks[kind].glyph.repeat(end - start), looks[kind].tone);
  }
  const note = notePlace(lane, scale);
  if (note !== undefined) writeOver(line, note.from, note.text);
  const lost = lane.bars.some(({ kind }) => kind === "lost");
  const marks = note === undefined ? [...lane.marks, ...cutMarks(lane)] : lane.marks;
  return [[...textLine(label, lost ? "error" : undefined), ...line], ...markLines(marks, label.length, scale)];
}

/** What is cut is said under its lane where there is no room beside it: unlike that of a bar, its end is not all there is to say. */
const cutMarks = ({ bars, note }: Lane): readonly Mark[] =>
  bars.filter(({ kind }) => kind === "cut").map(({ from }) => ({ at: from, label: printable(note) }));

interface Placed {
  readonly from: number;
  readonly text: string;
}

/** Behind the last bar, else upon its end, else in front of it, else nowhere: its numbers are on the scale as well. */
function notePlace({ bars, note }: Lane, { cells, cellOf }: Scale): Placed | undefined {
  const last: Bar | undefined = bars.at(-1);
  if (note === "" || last === undefined) return undefined;
  const [start, end] = [cellOf(last.from), Math.max(cellOf(last.to), cellOf(last.from) + 1)];
  const text = ` ${printable(note)} `;
  if (end + text.length - 1 <= cells) return { from: end, text: text.trimEnd() };
  if (end - start >= text.length + 2) return { from: end - text.length - 1, text };
  return bars.length === 1 && start >= text.length ? { from: start - text.length, text } : undefined;
}

/** Under its lane: an arrow with its text on the side where there is room, on as many lines as that takes. */
function markLines(marks: readonly Mark[], margin: number, { cells, cellOf }: Scale): readonly TextLine[] {
  const lines: ReturnType<typeof blankLine>[] = [];
  for (const { at, label } of marks) {
    const arrow = Math.min(cellOf(at), cells - 1);
    const sides: readonly Placed[] = [
      { from: arrow, text: `↑ ${label}` },
      { from: arrow - label.length - 1, text: `${label} ↑` },
    ];
    const fits = (line: TextLine, { from, text }: Placed): boolean =>
      from >= 0 && from + text.length <= cells && isFree(line, from - 1, text.length + 2);
    const used = lines.find((candidate) => sides.some((side) => fits(candidate, side)));
    const line = used ?? blankLine(cells);
    if (used === undefined) lines.push(line);
    const place = sides.find((side) => fits(line, side)) ?? { from: 0, text: label };
    writeOver(line, place.from, place.text, "quiet");
  }
  return lines.map((line) => [...blankLine(margin), ...line]);
}

const oneAboveTheOther = (panels: readonly (readonly Block[])[]): readonly TextLine[] =>
  panels.flatMap((blocks, at) => (at === 0 ? blocks.flat() : [[], ...blocks.flat()]));

/** Lane by lane, so that the same lane stands at the same height in each. */
function nextToEachOther(panels: readonly (readonly Block[])[], width: number): readonly TextLine[] {
  const blocks = Math.max(...panels.map((panel) => panel.length));
  return Array.from({ length: blocks }, (_, at) => {
    const row = panels.map((panel) => panel[at] ?? []);
    const height = Math.max(...row.map((block) => block.length));
    return Array.from({ length: height }, (__, line) => row.flatMap((block) => padded(block[line] ?? [], width + gap)));
  }).flat();
}

const padded = (line: TextLine, to: number): TextLine => [...line, ...blankLine(to - line.length)];
