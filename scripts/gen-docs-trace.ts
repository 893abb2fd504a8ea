import { z } from "zod";
import { conditions } from "#trace/attribution/conditions.ts";
import { type AttributionRule, attributionRules } from "#trace/attribution/rules.ts";
import { recordingLineSchema } from "#trace/events/recording.ts";
import { sentence, table } from "./gen-docs-markdown.ts";

/** docs/trace-rules.md: the rules in the order in which they are tried. */
export const traceRulesPage = (): string =>
  `${[
    "# Rules of attribution",
    "Made from the code by `npm run gen`. `outlive trace` tries these rules from the top; the first one with a case whose conditions all hold gives the cause, and that case the confidence. How they are used: [trace.md](trace.md).",
    table(
      ["rule", "cause", "counts as"],
      attributionRules.map(({ number, title, weight }) => [`[${number}](#rule-${number})`, title, weights[weight]]),
    ),
    ...attributionRules.map(ruleSection),
  ].join("\n\n")}\n`;

const weights: Readonly<Record<AttributionRule["weight"], string>> = {
  termination: "lost to the start or end of a target",
  setting: "lost to a setting",
  other: "lost, not a matter of timing",
  none: "no loss of the load balancer",
};

const ruleSection = ({ number, title, cause, meaning, remedy, cases }: AttributionRule): string =>
  [
    `## Rule ${number}`,
    `**${title.charAt(0).toUpperCase()}${title.slice(1)}** (\`${cause}\`). ${meaning}${remedy === "none" ? "" : ` Remedy: ${remedy}.`}`,
    table(
      ["confidence", "if all of this holds"],
      cases.map(({ all, confidence }) => [
        confidence,
        all.length === 0 ? "No other rule fits." : all.map((id) => sentence(conditions[id].says)).join(" "),
      ]),
    ),
  ].join("\n\n");

/** docs/trace-report.schema.json and docs/probe-report.schema.json. */
export const reportSchema = (schema: z.ZodType): string => `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`;

/** docs/recording.schema.json: one line of a recording. */
export const recordingSchema = (): string => `${JSON.stringify(z.toJSONSchema(recordingLineSchema, { io: "input" }), null, 2)}\n`;
