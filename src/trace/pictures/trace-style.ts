import { Markup } from "#wording/markup.ts";

/**
 * Colours of the pictures, for light and dark grounds. Text keeps a contrast of 4.5 to 1 to what is behind it, marks and bars one of
 * 3 to 1 (WCAG 2.2, AA); nothing depends on colour alone.
 */
export const pictureStyle = new Markup(`
.outlive-trace{--ground:#fff;--text:#1c2330;--soft:#566073;--grid:#e3e7ee;--serving:#5b8edb;--stopping:#1d5fbf;--arriving:#9a6700;--lost:#c62f3b;--saved:#1b7a3d;--drains:#6b7a1a;--rest:#808a9b;
 color-scheme:light dark;font:13px/1.2 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;max-width:100%;height:auto}
@media(prefers-color-scheme:dark){.outlive-trace{--ground:#151a23;--text:#e8ecf3;--soft:#a5afc0;--grid:#2a3240;--serving:#3f6fb5;--stopping:#8ab8ff;--arriving:#e7b04a;--lost:#ff7b83;--saved:#67c98a;--drains:#b9c46a;--rest:#7a8699}}
.outlive-trace .ground{fill:var(--ground)}
.outlive-trace text{fill:var(--text);dominant-baseline:central}
.outlive-trace text.tick{fill:var(--soft);font-size:11px;text-anchor:middle}
.outlive-trace line.tick{stroke:var(--grid)}
.outlive-trace text.legend{font-size:11px;fill:var(--soft)}
.outlive-trace text.head{font-weight:600;font-size:14px}
.outlive-trace text.count{font-size:12px;text-anchor:end}
.outlive-trace rect.serving{fill:var(--serving)}
.outlive-trace rect.stopping{fill:var(--stopping)}
.outlive-trace rect.arriving{fill:none;stroke:var(--arriving);stroke-width:1.5}
.outlive-trace line.deletion{stroke:var(--text);stroke-width:1.5}
.outlive-trace line.propagation{stroke:var(--arriving);stroke-width:1.5;stroke-dasharray:4 3}
.outlive-trace line.event{stroke:var(--text);stroke-width:2}
.outlive-trace path.lost{stroke:var(--lost);stroke-width:2;fill:none}
.outlive-trace rect.saved{fill:var(--saved)}
.outlive-trace rect.drains{fill:var(--drains)}
.outlive-trace rect.rest{fill:var(--rest)}
`);
