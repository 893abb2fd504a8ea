import { sha256 } from "@noble/hashes/sha2.js";
import type { PageScript } from "#wording/html-page.ts";

/**
 * Filters, sorts and folds what the page shows already; without it, everything is there and can be read. It asks nobody for anything
 * and writes no text of an object into the page.
 */
const source = `
(() => {
  const tools = document.getElementById("tools");
  if (!tools) return;
  const field = (name) => document.getElementById("tool-" + name);
  const groups = [...document.querySelectorAll(".group")];
  const rows = [...document.querySelectorAll(".workload")];
  const count = document.getElementById("tool-count");
  const has = (list, value) => (" " + list + " ").includes(" " + value + " ");
  const visible = (row) => {
    const { namespace, text, rules, errors, warnings, lost, restart } = row.dataset;
    const words = field("text").value.toLowerCase().split(" ").filter(Boolean);
    const wanted = field("show").value;
    return (
      words.every((word) => text.includes(word)) &&
      (field("namespace").value === "" || namespace === field("namespace").value) &&
      (field("rule").value === "" || has(rules, field("rule").value)) &&
      (wanted === "" ||
        (wanted === "losing" && Number(lost) > 0) ||
        (wanted === "errors" && Number(errors) > 0) ||
        (wanted === "findings" && Number(errors) + Number(warnings) > 0) ||
        (wanted === "restart" && Number(restart) > 0))
    );
  };
  const filter = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !visible(row);
      if (!row.hidden) shown += 1;
    }
    for (const group of groups) group.hidden = !group.querySelector(".workload:not([hidden])");
    count.textContent = shown + " of " + rows.length + " workloads";
  };
  const order = {
    lost: (a, b) => Number(b.dataset.lost) - Number(a.dataset.lost) || Number(a.dataset.place) - Number(b.dataset.place),
    errors: (a, b) => Number(b.dataset.errors) - Number(a.dataset.errors) || Number(b.dataset.warnings) - Number(a.dataset.warnings),
    name: (a, b) => (a.dataset.name < b.dataset.name ? -1 : 1),
  };
  const sort = () => {
    const by = order[field("sort").value];
    for (const group of groups) group.append(...[...group.querySelectorAll(".workload")].sort(by));
    const parent = groups[0] && groups[0].parentElement;
    if (parent) parent.append(...groups.toSorted ? groups.toSorted(by) : [...groups].sort(by));
  };
  const fold = (open) => {
    for (const row of rows) if (!row.hidden) row.open = open;
  };
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const around = target && target.closest("details");
    if (around) { around.open = true; target.scrollIntoView(); }
  };
  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["text", "namespace", "rule", "show"]) field(name).addEventListener("input", filter);
  field("sort").addEventListener("input", sort);
  field("unfold").addEventListener("click", () => fold(true));
  field("fold").addEventListener("click", () => fold(false));
  addEventListener("hashchange", follow);
  filter();
  follow();
})();
`;

export const pageScript = (): PageScript => ({ source, hash: `sha256-${base64(sha256(new TextEncoder().encode(source)))}` });

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
