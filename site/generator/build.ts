/** Makes the site of this version in `dist/site/<version>`: `node site/generator/build.ts`. Versions that are there already stay. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Markup, markup } from "#wording/markup.ts";
import packageJson from "../../package.json" with { type: "json" };
import { docMain } from "./doc-page.ts";
import { pageHtml } from "./layout.ts";
import { linksOf } from "./links.ts";
import { type RenderedPage, renderMarkdown } from "./markdown.ts";
import { allPages, type Page } from "./pages.ts";
import { writeScripts } from "./scripts.ts";
import { searchScript } from "./search-index.ts";

const root = join(import.meta.dirname, "../..");

/** Gives the folder of the version that was built. */
export async function buildSite(output: string, version: string): Promise<string> {
  const folder = join(output, version);
  rmSync(folder, { recursive: true, force: true });
  const pages = allPages(root);
  const links = linksOf(root, pages);
  const rendered = pages.map((page): readonly [Page, RenderedPage] => [
    page,
    renderMarkdown(readFileSync(join(root, page.source), "utf8"), (href) => links.target(page, href)),
  ]);
  const titles = new Map(rendered.map(([{ target }, { title }]) => [target, title]));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const common = { version, scripts: ["search.js", "versions.js"] };
  for (const [page, content] of rendered) {
    write(
      page.target,
      pageHtml({
        ...common,
        title: `${content.title} · Outlive`,
        description:
          content.sections
            .find(({ text }) => text !== "")
            ?.text.trim()
            .slice(0, 160) ?? content.title,
        target: page.target,
        part: "docs",
        styles: ["theme.css"],
        scripts: [...common.scripts, "side-bar.js"],
        main: docMain(page, content, titles),
      }),
    );
  }
  write(
    "index.html",
    pageHtml({
      ...common,
      title: "Outlive: which requests do your roll-outs lose?",
      description:
        "Paste Kubernetes manifests and see which requests a roll-out behind an AWS load balancer loses, and which values keep them.",
      target: "index.html",
      part: "playground",
      styles: ["theme.css", "playground.css"],
      scripts: [...common.scripts, "playground.js"],
      main: markup`<main id="main" class="try-page">
<h1>Which requests do your roll-outs lose?</h1>
${new Markup(readFileSync(join(root, "site/playground/index.html"), "utf8"))}</main>`,
    }),
  );
  write("search-index.js", searchScript(rendered));
  write("theme.css", readFileSync(join(root, "site/theme/theme.css"), "utf8"));
  write("playground.css", readFileSync(join(root, "site/playground/playground.css"), "utf8"));
  for (const [source, target] of links.files) {
    mkdirSync(dirname(join(folder, target)), { recursive: true });
    copyFileSync(join(root, source), join(folder, target));
  }
  await writeScripts(
    {
      "search.js": join(root, "site/theme/search.ts"),
      "versions.js": join(root, "site/theme/versions.ts"),
      "side-bar.js": join(root, "site/theme/side-bar.ts"),
      "playground.js": join(root, "site/playground/page.ts"),
      "worker.js": join(root, "site/playground/worker.ts"),
    },
    folder,
  );
  writeVersions(output);
  return folder;
}

/** The list of all versions that are there, the newest first, and a first page that leads to it. */
function writeVersions(output: string): void {
  const versions = readdirSync(output)
    .filter((name) => existsSync(join(output, name, "index.html")))
    .toSorted((a, b) => b.localeCompare(a, "en", { numeric: true }));
  writeFileSync(join(output, "versions.js"), `export default ${JSON.stringify(versions)};\n`);
  writeFileSync(
    join(output, "index.html"),
    markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${versions[0] ?? ""}/index.html"><title>Outlive</title></head>
<body><a href="${versions[0] ?? ""}/index.html">Outlive</a></body></html>
`.source,
  );
}

if (import.meta.main) {
  const startedMs = Date.now();
  const folder = await buildSite(join(root, "dist/site"), packageJson.version);
  process.stdout.write(`${folder} built in ${Date.now() - startedMs} ms\n`);
}
