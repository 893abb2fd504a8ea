import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configurationOf } from "#library/configuration.ts";
import { answerHtml } from "#playground/answer-html.ts";
import { judge } from "#playground/judge.ts";
import { buildSite } from "../../site/generator/build.ts";
import { allPages } from "../../site/generator/pages.ts";
import { caseTexts } from "../playground/case-texts.ts";
import { repositoryFiles, root } from "../repo/repository.ts";

const output = mkdtempSync(join(tmpdir(), "outlive-site-"));
let folder = "";
const read = (page: string): string => readFileSync(join(folder, page), "utf8");
const htmlPages = (): readonly string[] => globSync("**/*.html", { cwd: folder }).toSorted();

const linksOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/(?:href|src)="([^"]*)"/g)]
    .map(([, href = ""]) => href.replaceAll("&amp;", "&"))
    .filter((href) => !/^(?:data:|https?:)/.test(href));

function brokenLink(page: string, href: string): readonly string[] {
  const [path = "", id] = href.split("#").map(decodeURIComponent);
  const target = path === "" ? page : join(dirname(page), path);
  const file = join(folder, target);
  if (href.startsWith("/") || !existsSync(file) || !statSync(file).isFile()) return [`${page}: ${href}`];
  const found = id === undefined || target.endsWith(".txt") || read(target).includes(`id="${id}"`);
  return found ? [] : [`${page}: ${href}`];
}

beforeAll(async () => {
  folder = await buildSite(output, "0.0.0");
});
afterAll(() => rmSync(output, { recursive: true }));

test("every page of docs/ is on the site, once", () => {
  const sources = allPages(root).map(({ source }) => source);
  expect(sources.filter((source, at) => sources.indexOf(source) !== at)).toEqual([]);
  const docs = repositoryFiles().filter((path) => /^docs\/.*\.md$/.test(path));
  expect(docs.filter((path) => !sources.includes(path))).toEqual([]);
});

describe("every link", () => {
  test("is relative and leads to a file of the site, and to a heading where it names one", () => {
    const broken = htmlPages().flatMap((page) => linksOf(page).flatMap((href) => brokenLink(page, href)));
    expect(broken).toEqual([]);
  });

  test("of a finding in the playground leads to a page, and to a heading where it names one", () => {
    const defaults = configurationOf({});
    const links = new Set(
      caseTexts
        .map(([, text]) => answerHtml(judge(text, defaults), "docs/").findings)
        .flatMap((html) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href)),
    );
    expect(links.size).toBeGreaterThan(20);
    const broken = [...links].filter((href) => {
      const [path = "", id] = href.split("#");
      return !existsSync(join(folder, path)) || (id !== undefined && !read(path).includes(`id="${id}"`));
    });
    expect(broken).toEqual([]);
  });
});

test("no page loads anything from elsewhere", () => {
  const loaded = htmlPages().flatMap((page) =>
    [...read(page).matchAll(/<(?:script|img|link)[^>]+(?:src|href)="(https?:[^"]*)"/g)].map(
      ([, address]) => `${page}: ${address}`,
    ),
  );
  expect(loaded).toEqual([]);
});

test("a version that is built later is listed first, and the earlier one stays", async () => {
  await buildSite(output, "0.0.10");
  const { default: versions } = (await import(join(output, "versions.js"))) as { default: readonly string[] };
  expect(versions).toEqual(["0.0.10", "0.0.0"]);
  expect(readFileSync(join(output, "index.html"), "utf8")).toContain("0.0.10/index.html");
  expect(existsSync(join(output, "0.0.0/index.html"))).toBe(true);
});
