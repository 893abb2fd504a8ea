import { readdirSync } from "node:fs";
import { join } from "node:path";
import { folded, navigation } from "./navigation.ts";

/** One Markdown file of the repository and the page that is made of it, both as paths with `/`. */
export interface Page {
  readonly source: string;
  readonly target: string;
}

/** Pages that are no part of docs/, by what they are called in the repository. */
const besides: readonly Page[] = [
  { source: "README.md", target: "docs/index.html" },
  { source: "CHANGELOG.md", target: "docs/project/changelog.html" },
  { source: "SCOPE.md", target: "docs/project/scope.html" },
  { source: "SECURITY.md", target: "docs/project/security-policy.html" },
  { source: "CONTRIBUTING.md", target: "docs/project/contributing.html" },
  { source: "RELEASING.md", target: "docs/project/releasing.html" },
  { source: "CODE_OF_CONDUCT.md", target: "docs/project/code-of-conduct.html" },
  { source: "charts/outlive/README.md", target: "docs/project/chart.html" },
  { source: "deploy/README.md", target: "docs/project/deploy.html" },
];

const ofDocs = (name: string): Page => ({ source: `docs/${name}.md`, target: `docs/${name}.html` });

export const pagesIn = (root: string, folder: string): readonly Page[] =>
  readdirSync(join(root, "docs", folder))
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .toSorted()
    .map((name) => ofDocs(`${folder}/${name.slice(0, -3)}`));

/** Every page, each once. */
export const allPages = (root: string): readonly Page[] => [
  ...besides,
  ...navigation.flatMap(({ pages }) => pages.map(ofDocs)),
  ...folded.flatMap(({ folder }) => pagesIn(root, folder)),
  { source: "docs/decisions/README.md", target: "docs/decisions/index.html" },
];
