import type { AuditOverview } from "#audit/audit-overview.ts";
import { type Markup, markup } from "#wording/markup.ts";

/** Shown by the script that they need. */
export function pageTools({ ranked }: AuditOverview): Markup {
  const namespaces = distinct(ranked.map(({ explanation }) => explanation.subject.namespace ?? ""));
  const rules = distinct(ranked.flatMap(({ explanation }) => explanation.findings.map(({ rule }) => rule)));
  return markup`<form id="tools" class="card" hidden aria-label="Filter and sort workloads">
<label>Search <input id="tool-text" type="search" autocomplete="off"></label>
<label>Namespace <select id="tool-namespace"><option value="">all</option>${namespaces.map(option)}</select></label>
<label>Rule <select id="tool-rule"><option value="">all</option>${rules.map(option)}</select></label>
<label>Show <select id="tool-show"><option value="">all</option><option value="losing">losing requests</option><option value="errors">with errors</option><option value="findings">with findings</option><option value="restart">with Pods to restart</option></select></label>
<label>Sort by <select id="tool-sort"><option value="lost">requests at risk</option><option value="errors">errors</option><option value="name">name</option></select></label>
<button id="tool-unfold" type="button">Unfold all</button>
<button id="tool-fold" type="button">Fold all</button>
<output id="tool-count" aria-live="polite"></output>
</form>`;
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

const option = (text: string): Markup => markup`<option value="${text}">${text}</option>`;
