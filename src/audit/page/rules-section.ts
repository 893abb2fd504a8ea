import type { AuditOverview } from "#audit/audit-overview.ts";
import { type RuleCount, ruleCounts } from "#check/rule-counts.ts";
import type { Finding } from "#model/findings/finding.ts";
import { counted } from "#wording/counted.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { ruleDescription } from "#wording/rule-texts/rule-description.ts";
import { ruleUrl } from "#wording/rule-texts/rule-page.ts";

/** Where the page itself describes a rule. */
export const ruleAnchor = (rule: Finding["rule"]): string => `#rule-${rule}`;

/** How often each rule is broken, and what it is about: the page has to be understood where nobody is online. */
export function rulesSection({ findings }: AuditOverview): Markup {
  const counts = ruleCounts(findings);
  if (counts.length === 0) return markup``;
  return markup`<section class="card" aria-labelledby="rules">
<h2 id="rules">By rule</h2>
${counts.map(rule)}
</section>`;
}

function rule({ rule: id, severity, findings, objects }: RuleCount): Markup {
  const { what, why, todo } = ruleDescription(id);
  const page = ruleUrl(id);
  return markup`<details class="rule" id="rule-${id}"><summary><code>${id}</code> <span class="${severity}"><strong>${severity}</strong></span> <span>${counted(findings, "finding")}, ${counted(objects, "object")}</span></summary>
<p>${capital(what)}.</p>
<p>Why: ${why}.</p>
<p>Fix: ${todo}.</p>
<p>${page === undefined ? markup`More: <code>outlive rules ${id}</code>` : markup`<a href="${page}">More about this rule</a>`}</p>
</details>
`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
