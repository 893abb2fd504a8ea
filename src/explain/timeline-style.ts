import { Markup } from "#wording/markup.ts";
import type { BarKind } from "./timeline.ts";

/**
 * Colours of the time line. They stand in attributes, which every renderer of SVG knows; style sheets only change them for a dark
 * ground. Every pair of text and what is behind it keeps a contrast of 4.5 to 1, every bar or its outline one of 3 to 1 to the ground
 * (WCAG 2.2, AA). What a bar is, its lane or the legend says besides its colour.
 */
const light = {
  ground: "#fff",
  text: "#1c2330",
  soft: "#566073",
  grid: "#e3e7ee",
  outline: "#7d8899",
  on: "#fff",
} as const;

const bars: Readonly<Record<BarKind, string>> = {
  sleep: "#5b8edb",
  shutdown: "#1d5fbf",
  spare: "#e4e9f1",
  arriving: "#9a6700",
  draining: "#596579",
  lost: "#c62f3b",
  cut: "#c62f3b",
};

export const barKinds = Object.keys(bars) as readonly BarKind[];

export const fontFamily = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif";

export const barLook = (kind: BarKind): Markup =>
  new Markup(`class="${kind}" fill="${bars[kind]}"${kind === "spare" ? ` stroke="${light.outline}"` : ""}`);

const halo = `stroke="${light.ground}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`;

export const looks = {
  ground: new Markup(`class="ground" fill="${light.ground}"`),
  label: new Markup(`class="label" fill="${light.text}"`),
  panel: new Markup(`class="panel" fill="${light.text}" font-weight="600" font-size="14"`),
  tick: new Markup(`class="tick" fill="${light.soft}" font-size="11" text-anchor="middle"`),
  tickLine: new Markup(`class="tick" stroke="${light.grid}"`),
  markLine: new Markup(`class="mark" stroke="${light.text}" stroke-width="1.5"`),
  markBefore: new Markup(`class="mark" fill="${light.text}" font-size="11" text-anchor="end" ${halo}`),
  markAfter: new Markup(`class="mark" fill="${light.text}" font-size="11" ${halo}`),
  legend: new Markup(`class="legend" fill="${light.soft}" font-size="11"`),
  note: new Markup(`class="note" fill="${light.text}" font-size="12" ${halo}`),
  noteBefore: new Markup(`class="note" fill="${light.text}" font-size="12" text-anchor="end" ${halo}`),
  noteInside: new Markup(`class="inside" fill="${light.on}" font-size="12" text-anchor="end"`),
} as const;

/** For a page that is dark; a style sheet wins over attributes. */
export const timelineStyle = new Markup(`
.outlive-timeline{color-scheme:light dark;max-width:100%;height:auto}
@media(prefers-color-scheme:dark){
.outlive-timeline .ground{fill:#151a23}
.outlive-timeline text{fill:#e8ecf3}
.outlive-timeline text.tick,.outlive-timeline text.legend{fill:#a5afc0}
.outlive-timeline line.tick{stroke:#2a3240}
.outlive-timeline line.mark{stroke:#e8ecf3}
.outlive-timeline text.note,.outlive-timeline text.mark{stroke:#151a23}
.outlive-timeline text.inside{fill:#151a23}
.outlive-timeline rect.sleep{fill:#3f6fb5}
.outlive-timeline rect.shutdown{fill:#8ab8ff}
.outlive-timeline rect.spare{fill:#323c4d;stroke:#6b778b}
.outlive-timeline rect.arriving{fill:#e7b04a}
.outlive-timeline rect.draining{fill:#9aa7bb}
.outlive-timeline rect.lost,.outlive-timeline rect.cut{fill:#ff7b83}
}
`);
