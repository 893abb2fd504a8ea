import { Markup } from "#wording/markup.ts";

/** Style of the page of an explanation, for light and dark; the time line brings its own. */
export const explanationStyle = new Markup(`
:root{color-scheme:light dark;--ground:#f5f7fa;--card:#fff;--text:#1c2330;--soft:#566073;--line:#dfe4ec;--error:#b3202c;--warning:#8a5a00;--good:#1b7a3d}
@media(prefers-color-scheme:dark){:root{--ground:#0e1219;--card:#151a23;--text:#e8ecf3;--soft:#a5afc0;--line:#2a3240;--error:#ff7b83;--warning:#e7b04a;--good:#67c98a}}
*{box-sizing:border-box}
body{margin:0;overflow-wrap:break-word;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem}
section,nav{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.25rem 1.5rem;margin:0 0 1.5rem}
h1,h2{margin:0 0 .5rem;font-size:1.4rem;overflow-wrap:anywhere}
.part{margin:1.75rem 0 .5rem;font-size:1.05rem}
p{margin:.25rem 0}
figure{margin:.5rem 0 0;overflow-x:auto}
figure svg{width:100%;min-width:48rem}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.92rem}
th,td{padding:.35rem .9rem .35rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:600}
tbody th{font-weight:400}
.wide td:nth-child(6),.wide td:nth-child(8){min-width:10rem;overflow-wrap:anywhere}
.number{text-align:right}
.wide .number{white-space:nowrap}
.required{font-weight:600}
.stated{margin:.75rem 0 0;padding-left:1.1rem;color:var(--soft);font-size:.9rem}
.note{color:var(--warning)}
.good{color:var(--good)}
.count{color:var(--soft)}
.findings{list-style:none;padding:0;margin:0}
.findings li{border-left:3px solid var(--line);padding:.1rem 0 .1rem .9rem;margin:0 0 1rem;overflow-wrap:anywhere}
.findings li.error{border-color:var(--error)}
.findings li.warning{border-color:var(--warning)}
.error strong,li.error>code{color:var(--error)}
.warning strong{color:var(--warning)}
`);
