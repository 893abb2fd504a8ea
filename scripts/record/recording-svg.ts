import type { Row } from "./terminal-rows.ts";

const [rowHeight, charWidth, margin] = [18, 7.83, 14];

const colours: Readonly<Record<string, string>> = {
  red: "#ff7b72",
  green: "#7ee787",
  yellow: "#e3b341",
  cyan: "#79c0ff",
  dim: "#8b949e",
  bold: "#f0f6fc",
};

export interface SvgOptions {
  readonly columns: number;
  /** Rows that are seen at once. */
  readonly height: number;
  readonly title: string;
  /** Seconds that a reader has at least for each row. */
  readonly perRow: number;
  /** Seconds that the end stays. */
  readonly stay: number;
}

/**
 * The recording as a picture that moves by itself, without a script: all rows below one another behind a window of `height` rows, moved
 * up row by row as they came. Whoever wants no motion sees the end.
 */
export function recordingSvg(rows: readonly Row[], { columns, height, title, perRow, stay }: SvgOptions): string {
  const [width, full] = [Math.ceil(columns * charWidth) + 2 * margin, height * rowHeight + 2 * margin];
  const times = readable(rows, perRow);
  const total = (times.at(-1) ?? 0) + stay;
  const offset = (shown: number): number => (height - shown) * rowHeight;
  const frames = times.map((at, index) => `${((at / total) * 100).toFixed(2)}%{transform:translateY(${offset(index + 1)}px)}`);
  const end = offset(rows.length);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${full}" width="${width}" height="${full}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<style>
text{font:13px/1 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#c9d1d9;white-space:pre}
${Object.entries(colours)
  .map(([name, colour]) => `.${name}{fill:${colour}}`)
  .join("\n")}
.bold{font-weight:bold}
#rows{transform:translateY(${end}px);animation:roll ${total.toFixed(1)}s step-end infinite}
@keyframes roll{0%{transform:translateY(${offset(0)}px)}
${frames.join("\n")}
100%{transform:translateY(${end}px)}}
@media (prefers-reduced-motion:reduce){#rows{animation:none}}
</style>
<clipPath id="window"><rect x="0" y="${margin}" width="${width}" height="${height * rowHeight}"/></clipPath>
<rect width="${width}" height="${full}" rx="8" fill="#0d1117"/>
<g clip-path="url(#window)"><g id="rows">
${rows
  .map(rowText)
  .filter((text) => text !== "")
  .join("\n")}
</g></g>
</svg>
`;
}

/** Rows that came at once are spread, so that they can be followed. */
function readable(rows: readonly Row[], perRow: number): readonly number[] {
  let last = 0;
  return rows.map(({ at }) => {
    last = Math.max(at, last + perRow);
    return last;
  });
}

function rowText({ spans }: Row, index: number): string {
  if (spans.every(({ text }) => text.trim() === "")) return "";
  const y = margin + index * rowHeight + 13;
  const parts = spans.map(({ text, style }) =>
    style === "" ? escaped(text) : `<tspan class="${style}">${escaped(text)}</tspan>`,
  );
  return `<text x="${margin}" y="${y}" xml:space="preserve">${parts.join("")}</text>`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
