import { Markup } from "#wording/markup.ts";

interface Colors {
  readonly ground: string;
  readonly text: string;
  readonly soft: string;
  readonly grid: string;
  readonly serving: string;
  readonly stopping: string;
  readonly arriving: string;
  readonly lost: string;
  readonly saved: string;
  readonly drains: string;
  readonly rest: string;
}

/**
 * Colours of the pictures, for light and dark grounds. Text keeps a contrast of 4.5 to 1 to what is behind it, marks and bars one of
 * 3 to 1 (WCAG 2.2, AA); nothing depends on colour alone.
 */
const light: Colors = {
  ground: "#fff",
  text: "#1c2330",
  soft: "#566073",
  grid: "#e3e7ee",
  serving: "#5b8edb",
  stopping: "#1d5fbf",
  arriving: "#9a6700",
  lost: "#c62f3b",
  saved: "#1b7a3d",
  drains: "#6b7a1a",
  rest: "#808a9b",
};

const dark: Colors = {
  ground: "#151a23",
  text: "#e8ecf3",
  soft: "#a5afc0",
  grid: "#2a3240",
  serving: "#3f6fb5",
  stopping: "#8ab8ff",
  arriving: "#e7b04a",
  lost: "#ff7b83",
  saved: "#67c98a",
  drains: "#b9c46a",
  rest: "#7a8699",
};

/** Written out: viewers that are no browsers (librsvg, Inkscape) know no custom properties, and would draw everything black. */
const rules = (colors: Colors): string => `
.outlive-trace .ground{fill:${colors.ground}}
.outlive-trace text{fill:${colors.text}}
.outlive-trace text.tick,.outlive-trace text.legend{fill:${colors.soft}}
.outlive-trace line.tick{stroke:${colors.grid}}
.outlive-trace rect.serving{fill:${colors.serving}}
.outlive-trace rect.stopping{fill:${colors.stopping}}
.outlive-trace rect.arriving{stroke:${colors.arriving}}
.outlive-trace line.deletion,.outlive-trace line.event{stroke:${colors.text}}
.outlive-trace line.propagation{stroke:${colors.arriving}}
.outlive-trace path.lost{stroke:${colors.lost}}
.outlive-trace rect.saved{fill:${colors.saved}}
.outlive-trace rect.drains{fill:${colors.drains}}
.outlive-trace rect.rest{fill:${colors.rest}}
`;

export const pictureStyle = new Markup(`
.outlive-trace{color-scheme:light dark;font:13px/1.2 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;max-width:100%;height:auto}
.outlive-trace text{dominant-baseline:central}
.outlive-trace text.tick{font-size:11px;text-anchor:middle}
.outlive-trace text.legend{font-size:11px}
.outlive-trace text.head{font-weight:600;font-size:14px}
.outlive-trace text.count{font-size:12px;text-anchor:end}
.outlive-trace rect.arriving{fill:none;stroke-width:1.5}
.outlive-trace line.deletion{stroke-width:1.5}
.outlive-trace line.propagation{stroke-width:1.5;stroke-dasharray:4 3}
.outlive-trace line.event{stroke-width:2}
.outlive-trace path.lost{stroke-width:2;fill:none}
${rules(light)}@media(prefers-color-scheme:dark){${rules(dark)}}
`);
