import { explanationStyle } from "#explain/explanation-style.ts";
import { classedPictureStyle } from "#explain/timeline-classes.ts";
import { timelineStyle } from "#explain/timeline-style.ts";
import { Markup } from "#wording/markup.ts";

/** The page of an audit: the style of one explanation, of its pictures, and of what is around many of them. */
export const pageStyle = new Markup(`${explanationStyle.source}${classedPictureStyle.source}${timelineStyle.source}
:root{--link:#1d5fbf;--chip:#eef1f6;--bad:#fdecee}
@media(prefers-color-scheme:dark){:root{--link:#8ab8ff;--chip:#222a36;--bad:#3a1a1f}}
main{max-width:74rem}
a{color:var(--link)}
[hidden]{display:none!important}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.over{color:var(--soft);margin:0 0 .25rem}
header h1{font-size:1.6rem;line-height:1.3}
header,.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.25rem 1.5rem;margin:0 0 1.5rem}
.facts{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:1rem 0 0;font-size:.9rem}
.facts div{display:flex;gap:.4rem;min-width:0}
.facts dt{color:var(--soft)}
.facts dd{margin:0;overflow-wrap:anywhere}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:0;padding:0;list-style:none}
.numbers li{background:var(--chip);border-radius:8px;padding:.6rem .8rem}
.numbers strong{display:block;font-size:1.35rem}
.numbers .bad{background:var(--bad)}
.first,.next{padding-left:1.4rem;margin:.25rem 0}
.first>li,.next>li{margin:0 0 .75rem}
.next code,.first code{background:var(--chip);border-radius:5px;padding:.1rem .35rem}
.rule{border-bottom:1px solid var(--line)}
.rule summary{display:grid;grid-template-columns:minmax(14rem,1fr) 5rem 12rem;gap:.1rem 1rem;padding:.45rem 0;cursor:pointer}
.rule summary code::before{content:"▸ ";color:var(--soft)}
.rule[open] summary code::before{content:"▾ "}
.rule p:last-child{margin-bottom:.75rem}
#tools{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.75rem;align-items:end}
#tools label{display:grid;gap:.2rem;font-size:.9rem;color:var(--soft)}
#tools input,#tools select,#tools button{font:inherit;color:var(--text);background:var(--card);border:1px solid #7d8899;border-radius:6px;padding:.35rem .5rem;min-width:0;width:100%}
#tool-count{color:var(--soft);grid-column:1/-1}
.group{padding:1rem 1.25rem}
.group h3{margin:0 0 .5rem;font-size:1.1rem;overflow-wrap:anywhere}
.workload{border-top:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 3rem}
.workload>summary{display:grid;grid-template-columns:minmax(12rem,2fr) 8rem 8.5rem 8.5rem minmax(9rem,1.2fr);gap:.1rem 1rem;padding:.55rem 0;cursor:pointer;align-items:baseline}
.workload>summary:hover{background:var(--chip)}
.workload .name{font-weight:600;overflow-wrap:anywhere}
.workload .name::before{content:"▸ ";color:var(--soft)}
.workload[open] .name::before{content:"▾ "}
.k{display:block;color:var(--soft);font-size:.8rem}
.badges{display:flex;flex-wrap:wrap;gap:.2rem .6rem}
.badges .error{color:var(--error);font-weight:600}
.badges .warning{color:var(--warning)}
.body{padding:.25rem 0 1.25rem;min-width:0}
@media(max-width:52rem){
header,.card{padding:1rem}
header h1{font-size:1.3rem}
.workload>summary{grid-template-columns:repeat(3,minmax(0,1fr))}
.workload .name,.workload .badges{grid-column:1/-1}
.rule summary{grid-template-columns:5rem 1fr}
.rule summary code{grid-column:1/-1}
}
`);
