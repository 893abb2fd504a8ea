import { Markup, markup } from "./markup.ts";

export interface PageScript {
  readonly source: string;
  /** `sha256-…` of the source, the only script that the page's own policy then lets run. */
  readonly hash: string;
}

/** A page that needs nothing else: its own policy forbids anything from outside, and every script but the one that is given. */
export const htmlPage = (title: string, style: Markup, main: Markup, script?: PageScript): string =>
  `${
    markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${script === undefined ? "" : markup`; script-src '${new Markup(script.hash)}'`}">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
${script === undefined ? "" : new Markup(`<script>${script.source}</script>`)}
</body>
</html>`.source
  }\n`;
