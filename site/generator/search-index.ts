import MiniSearch from "minisearch";
import { searchOptions } from "../theme/search-options.ts";
import type { RenderedPage } from "./markdown.ts";
import type { Page } from "./pages.ts";

/** One entry for each heading, as a script: pages that are opened from a folder may load scripts but no data. */
export function searchScript(pages: readonly (readonly [Page, RenderedPage])[]): string {
  const search = new MiniSearch(searchOptions);
  for (const [{ target }, { title, sections }] of pages) {
    for (const section of sections) {
      if (section.text === "" && section.title === "") continue;
      search.add({
        id: section.id === "" ? target : `${target}#${section.id}`,
        page: title,
        title: section.title === "" ? title : section.title,
        text: section.text,
      });
    }
  }
  return `export default ${JSON.stringify(JSON.stringify(search))};\n`;
}
