import { type Markup, markup } from "./markup.ts";

/** A page that needs nothing else and runs nothing: its own policy forbids scripts and anything from outside. */
export const htmlPage = (title: string, style: Markup, main: Markup): string =>
  `${
    markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>`.source
  }\n`;
