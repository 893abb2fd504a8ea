import { Markup, markup } from "./markup.ts";

export interface PageScript {
  readonly source: string;
  /** `sha256-…` of the source, the only script that the page's own policy then lets run. */
  readonly hash: string;
}

/** A page that needs nothing else: its own policy forbids anything from outside, and every script but the one that is given. */
export function htmlPage(title: string, style: Markup, main: Markup, script?: PageScript): string {
  const { open, close } = htmlFrame(title, style, script);
  return `${open}${main.source}${close}`;
}

/** What stands before and behind the content of such a page, for pages that are too long to be held as a whole. */
export function htmlFrame(title: string, style: Markup, script?: PageScript): { readonly open: string; readonly close: string } {
  const scripts = script === undefined ? "" : markup`; script-src '${new Markup(script.hash)}'`;
  const open = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${scripts}">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
`;
  return {
    open: open.source,
    close: `\n</main>\n${script === undefined ? "" : `<script>${script.source}</script>`}\n</body>\n</html>\n`,
  };
}
