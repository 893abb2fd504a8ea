import type { Options } from "minisearch";

export interface SearchEntry {
  /** Path below the root of the site, with the heading. */
  readonly id: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
}

/** The same where the index is made and where it is read. */
export const searchOptions: Options<SearchEntry> = {
  fields: ["title", "page", "text"],
  storeFields: ["title", "page"],
  searchOptions: { boost: { title: 4, page: 2 }, prefix: true, fuzzy: 0.15, combineWith: "AND" },
};
