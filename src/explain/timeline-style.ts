import { Markup } from "#wording/markup.ts";

/**
 * Colours of the time line, for light and dark grounds. Every pair of text and what is behind it keeps a contrast of 4.5 to 1, every
 * bar or its outline one of 3 to 1 to the ground (WCAG 2.2, AA). What a bar is, its lane or the legend says besides its colour.
 */
export const timelineStyle = new Markup(`
.outlive-timeline{--ground:#fff;--text:#1c2330;--soft:#566073;--grid:#e3e7ee;--sleep:#5b8edb;--shutdown:#1d5fbf;--spare:#e4e9f1;--outline:#7d8899;--arriving:#9a6700;--draining:#596579;--lost:#c62f3b;--on:#fff;
 color-scheme:light dark;font:13px/1.2 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;max-width:100%;height:auto}
@media(prefers-color-scheme:dark){.outlive-timeline{--ground:#151a23;--text:#e8ecf3;--soft:#a5afc0;--grid:#2a3240;--sleep:#3f6fb5;--shutdown:#8ab8ff;--spare:#323c4d;--outline:#6b778b;--arriving:#e7b04a;--draining:#9aa7bb;--lost:#ff7b83;--on:#151a23}}
.outlive-timeline .ground{fill:var(--ground)}
.outlive-timeline text{fill:var(--text);dominant-baseline:central}
.outlive-timeline text.panel{font-weight:600;font-size:14px}
.outlive-timeline text.tick{fill:var(--soft);font-size:11px;text-anchor:middle}
.outlive-timeline line.tick{stroke:var(--grid)}
.outlive-timeline line.mark{stroke:var(--text);stroke-width:1.5}
.outlive-timeline text.mark,.outlive-timeline text.legend{font-size:11px}
.outlive-timeline text.legend{fill:var(--soft)}
.outlive-timeline text.before,.outlive-timeline text.inside{text-anchor:end}
.outlive-timeline text.note{font-size:12px}
.outlive-timeline text.note,.outlive-timeline text.mark{paint-order:stroke;stroke:var(--ground);stroke-width:3px;stroke-linejoin:round}
.outlive-timeline text.inside{fill:var(--on);stroke:none}
.outlive-timeline rect.sleep{fill:var(--sleep)}
.outlive-timeline rect.shutdown{fill:var(--shutdown)}
.outlive-timeline rect.spare{fill:var(--spare);stroke:var(--outline)}
.outlive-timeline rect.arriving{fill:var(--arriving)}
.outlive-timeline rect.draining{fill:var(--draining)}
.outlive-timeline rect.lost{fill:var(--lost)}
`);
