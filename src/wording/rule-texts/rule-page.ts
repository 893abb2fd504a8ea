import { type FindingId, isRuleId } from "#model/findings/finding-id.ts";
import { published } from "#model/reports/published.ts";

/** Below docs/. Rules have a page of their own, everything else a section of one. */
export const rulePage = (id: FindingId): string => (isRuleId(id) ? `rules/${id}.md` : `messages.md#${id}`);

/** Undefined where the docs are not published. */
export const ruleUrl = (id: FindingId, documentation: string | undefined = published.documentation): string | undefined =>
  documentation === undefined ? undefined : `${documentation}/${rulePage(id)}`;
