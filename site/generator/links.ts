import { existsSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path/posix";
import type { Page } from "./pages.ts";

export interface Links {
  /** Where a link of `page` leads on the site; undefined where nothing of the site is there. */
  readonly target: (page: Page, href: string) => string | undefined;
  /** Files of the repository that pages link to or show, with their places on the site. */
  readonly files: ReadonlyMap<string, string>;
}

/** Every link is relative, so that the site works below any path of any server, and from a folder. */
export function linksOf(root: string, pages: readonly Page[]): Links {
  const targets = new Map(pages.map(({ source, target }) => [source, target]));
  const files = new Map<string, string>();
  const placeOf = (path: string): string | undefined => {
    const page = targets.get(path);
    if (page !== undefined) return page;
    if (!existsSync(join(root, path)) || !statSync(join(root, path)).isFile()) return undefined;
    const place = files.get(path) ?? (/\.(?:svg|png|json|cast)$/.test(path) ? `files/${path}` : `files/${path}.txt`);
    files.set(path, place);
    return place;
  };
  return {
    files,
    target: (page, href) => {
      if (/^[a-z]+:/.test(href)) return href;
      const [path = "", ...fragment] = href.split("#");
      const hash = fragment.length === 0 ? "" : `#${fragment.join("#")}`;
      if (path === "") return hash;
      const place = placeOf(normalize(join(dirname(page.source), path)));
      return place === undefined ? undefined : `${relative(dirname(page.target), place)}${hash}`;
    },
  };
}
