import MiniSearch from "minisearch";
import { searchOptions } from "./search-options.ts";

const shown = 12;
const root = document.body.dataset["root"] ?? ".";
const input = document.querySelector<HTMLInputElement>("#search");
const list = document.querySelector<HTMLOListElement>("#results");
if (input !== null && list !== null) searchIn(input, list);

function searchIn(field: HTMLInputElement, results: HTMLOListElement): void {
  const loaded: { index: Promise<MiniSearch> | undefined } = { index: undefined };
  const index = (): Promise<MiniSearch> => {
    loaded.index ??= import(new URL("search-index.js", import.meta.url).href).then(({ default: json }: { default: string }) =>
      MiniSearch.loadJSON(json, searchOptions),
    );
    return loaded.index;
  };
  field.addEventListener("focus", () => void index());
  field.addEventListener("input", () => void show());
  field.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") results.hidden = true;
    if (key === "Enter") results.querySelector("a")?.click();
    if (key === "ArrowDown") results.querySelector("a")?.focus();
  });
  results.addEventListener("keydown", (event) => {
    const item = document.activeElement?.closest("li");
    if (event.key === "Escape") field.focus();
    const next =
      event.key === "ArrowDown" ? item?.nextElementSibling : event.key === "ArrowUp" ? item?.previousElementSibling : undefined;
    if (next) {
      event.preventDefault();
      next.querySelector("a")?.focus();
    }
  });

  async function show(): Promise<void> {
    const words = field.value.trim();
    const found = words === "" ? [] : (await index()).search(words).slice(0, shown);
    results.hidden = words === "";
    const items = found.map(({ id, title, page }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const where = document.createElement("small");
      link.href = `${root}/${id}`;
      link.textContent = title;
      where.textContent = page;
      link.append(where);
      item.append(link);
      return item;
    });
    const nothing = document.createElement("li");
    nothing.textContent = "Nothing found.";
    results.replaceChildren(...(items.length === 0 ? [nothing] : items));
  }
}
