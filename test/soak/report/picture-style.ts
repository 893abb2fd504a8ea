import { Markup } from "#wording/markup.ts";

interface Colors {
  readonly ground: string;
  readonly text: string;
  readonly soft: string;
  readonly grid: string;
  readonly lines: readonly [string, string, string];
  readonly mark: string;
}

/** Lines keep a contrast of 3 to 1 to the ground and text one of 4.5 to 1 (WCAG 2.2, AA); lines differ in their dashes too. */
const light: Colors = {
  ground: "#fff",
  text: "#1c2330",
  soft: "#566073",
  grid: "#e3e7ee",
  lines: ["#9a6700", "#1b7a3d", "#1d5fbf"],
  mark: "#c62f3b",
};

const dark: Colors = {
  ground: "#151a23",
  text: "#e8ecf3",
  soft: "#a5afc0",
  grid: "#2a3240",
  lines: ["#e7b04a", "#67c98a", "#8ab8ff"],
  mark: "#ff7b83",
};

/** Written out: viewers that are no browsers (librsvg, Inkscape) know no custom properties, and would draw everything black. */
const rules = ({ ground, text, soft, grid, lines, mark }: Colors): string => `
.soak .ground{fill:${ground}}
.soak text{fill:${text}}
.soak text.tick,.soak text.legend{fill:${soft}}
.soak line.tick{stroke:${grid}}
.soak path.mark{stroke:${mark}}
.soak rect.act{fill:${lines[2]}}
${lines.map((color, at) => `.soak path.line-${at}{stroke:${color}}`).join("\n")}
`;

export const pictureStyle = new Markup(`
.soak{color-scheme:light dark;font:12px/1.2 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;max-width:100%;height:auto}
.soak text{dominant-baseline:central}
.soak text.head{font-weight:600;font-size:14px}
.soak text.tick{font-size:11px;text-anchor:middle}
.soak text.height{text-anchor:end}
.soak text.legend{font-size:11px}
.soak path.line{fill:none;stroke-width:1.5;stroke-linejoin:round}
.soak path.line-0{stroke-dasharray:5 2}
.soak path.line-1{stroke-dasharray:2 2}
.soak path.mark{stroke-width:1.5}
${rules(light)}@media(prefers-color-scheme:dark){${rules(dark)}}
`);
