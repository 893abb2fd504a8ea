import { Markup } from "#wording/markup.ts";

/** Style of the page, for light and dark and for narrow windows; pictures bring their own. */
export const pageStyle = new Markup(`
:root{color-scheme:light dark;--ground:#f5f7fa;--card:#fff;--text:#1c2330;--soft:#566073;--line:#dfe4ec;--error:#b3202c;--warning:#8a5a00;--good:#1b7a3d;--code:#eef1f6;--link:#1d5fbf}
@media(prefers-color-scheme:dark){:root{--ground:#0e1219;--card:#151a23;--text:#e8ecf3;--soft:#a5afc0;--line:#2a3240;--error:#ff7b83;--warning:#e7b04a;--good:#67c98a;--code:#1d2430;--link:#8ab8ff}}
*{box-sizing:border-box}
body{margin:0;overflow-wrap:break-word;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem}
header,section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.25rem 1.5rem;margin:0 0 1.5rem}
h1,h2{margin:0 0 .5rem;font-size:1.4rem;overflow-wrap:anywhere}
h3{margin:1.75rem 0 .5rem;font-size:1.05rem}
p{margin:.25rem 0}
.answer{font-size:1.25rem;font-weight:600}
.lost{color:var(--error)}
.good{color:var(--good)}
.soft{color:var(--soft)}
.wide{overflow-x:auto}
.wide:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
figure{margin:.5rem 0 0;overflow-x:auto}
.on-wide svg{width:100%;min-width:44rem}
.on-narrow{display:none}
table{border-collapse:collapse;font-size:.92rem}
th,td{padding:.35rem .9rem .35rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
caption{text-align:left;font-weight:600;padding:.75rem 0 .25rem}
thead th{color:var(--soft);font-weight:600}
tbody th{font-weight:400}
.causes th[scope=row]{min-width:11rem}
.causes td:last-child{min-width:15rem}
.number{text-align:right;white-space:nowrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:.5rem 0}
dt{color:var(--soft)}
dd{margin:0}
@media(max-width:40rem){dl{grid-template-columns:1fr}dd{margin:0 0 .5rem}header,section{padding:1rem}
.on-wide{display:none}.on-narrow{display:block}
.causes thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.causes,.causes tbody{display:block}
.causes tr{display:grid;grid-template-columns:3.5rem repeat(3,max-content) 1fr;border-bottom:1px solid var(--line);padding:.35rem 0}
.causes th[scope=row],.causes td{border:0;padding:.1rem .6rem .1rem 0;min-width:0}
.causes th[scope=row]{grid-column:2/-1;font-weight:600}
.causes td[data-name]{color:var(--soft);font-size:.9em}
.causes td[data-name]::before{content:attr(data-name) " "}
.causes td[data-name=sure]{grid-column:2}
.causes td.remedy{grid-column:2/-1;min-width:0}}
code,pre{font:.9em ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
pre{background:var(--code);border-radius:6px;padding:.6rem .8rem;margin:.25rem 0;white-space:pre-wrap}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--link)}
.notes{padding-left:1.1rem;color:var(--warning)}
`);
