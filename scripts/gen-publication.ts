/** Writes what of publication.json the program has to know: src/model/reports/published.ts. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Publication, publication } from "./release/publication.ts";

export const publishedFile = join(import.meta.dirname, "../src/model/reports/published.ts");

export const publishedModule = ({
  documentation,
}: Pick<
  Publication,
  "documentation"
>): string => `/** Where the pages of docs/ are published. Written by scripts/gen-publication.ts from publication.json. */
export const published: { readonly documentation: string | undefined } = {
  documentation: ${documentation === undefined ? "undefined" : JSON.stringify(documentation)},
};
`;

if (import.meta.main) writeFileSync(publishedFile, publishedModule(publication()));
