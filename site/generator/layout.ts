import { dirname, relative } from "node:path/posix";
import { Markup, markup } from "#wording/markup.ts";

export interface Layout {
  readonly title: string;
  readonly description: string;
  /** Path of the page on the site. */
  readonly target: string;
  readonly version: string;
  readonly main: Markup;
  /** `playground` or `docs`: which of the links at the top is the page's own. */
  readonly part: "playground" | "docs";
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

/** The frame of every page. Nothing is loaded from elsewhere, and the page's own policy keeps it so. */
export function pageHtml({ title, description, target, version, main, part, styles, scripts }: Layout): string {
  const to = (path: string): string => relative(dirname(target), path);
  const current = (name: Layout["part"]): Markup => (name === part ? new Markup(' aria-current="page"') : new Markup(""));
  return `${
    markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
<meta name="description" content="${description}">
<link rel="icon" href="data:,">
<title>${title}</title>
${styles.map((style) => markup`<link rel="stylesheet" href="${to(style)}">`)}
</head>
<body data-root="${to("") === "" ? "." : to("")}">
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="${to("index.html")}">Outlive</a>
<nav aria-label="Site"><a href="${to("index.html")}"${current("playground")}>Try it</a><a href="${to("docs/index.html")}"${current("docs")}>Docs</a></nav>
<div class="search" role="search"><input id="search" type="search" placeholder="Search the docs" aria-label="Search the docs" autocomplete="off"><ol id="results" hidden></ol></div>
<label>Version <select id="version"><option selected>${version}</option></select></label>
</header>
${main}
<footer class="foot">Outlive ${version}. Apache-2.0. Nothing on this site is sent anywhere.</footer>
${scripts.map((script) => markup`<script type="module" src="${to(script)}"></script>`)}
</body>
</html>`.source
  }\n`;
}
