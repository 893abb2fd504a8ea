import { dirname, relative } from "node:path/posix";
import { Markup, markup } from "#wording/markup.ts";
import type { RenderedPage } from "./markdown.ts";
import { folded, navigation } from "./navigation.ts";
import type { Page } from "./pages.ts";

/** A page of the docs between the list of all pages and that of its own headings. */
export function docMain(page: Page, rendered: RenderedPage, titles: ReadonlyMap<string, string>): Markup {
  return markup`<div class="page">
<nav class="side" aria-label="Pages"><details class="all" open><summary>All pages</summary>
${sideBar(page, titles)}</details></nav>
<main id="main"><article class="doc">
${new Markup(rendered.html)}
</article></main>
<nav class="toc" aria-label="On this page">${contents(rendered)}</nav>
</div>`;
}

function sideBar(page: Page, titles: ReadonlyMap<string, string>): readonly Markup[] {
  const item = (target: string): Markup => {
    const own = target === page.target ? new Markup(' aria-current="page"') : new Markup("");
    return markup`<li><a href="${relative(dirname(page.target), target)}"${own}>${titles.get(target) ?? target}</a></li>
`;
  };
  const below = (start: string): readonly string[] => [...titles.keys()].filter((target) => target.startsWith(start));
  const group = (title: string, targets: readonly string[], open: boolean): Markup =>
    markup`<details${new Markup(open || targets.includes(page.target) ? " open" : "")}><summary>${title}</summary><ul>
${targets.map(item)}</ul></details>`;
  return [
    markup`<ul>${item("docs/index.html")}</ul>`,
    ...navigation.map(({ title, pages }) =>
      group(
        title,
        pages.map((name) => `docs/${name}.html`),
        true,
      ),
    ),
    ...folded.map(({ title, folder }) => group(title, below(`docs/${folder}/`), false)),
    group("Project", below("docs/project/"), false),
  ];
}

function contents({ headings }: RenderedPage): Markup {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  if (shown.length < 2 || shown.length > 60) return markup``;
  return markup`<strong>On this page</strong><ul>
${shown.map(
  ({ id, text }) => markup`<li><a href="#${id}">${text}</a></li>
`,
)}</ul>`;
}
