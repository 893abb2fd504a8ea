import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ruleIds } from "#model/findings/finding.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { probeReportSchema } from "#probe/report/report-schema.ts";
import { settingsJsonSchema } from "#settings/read-settings.ts";
import { traceReportSchema } from "#trace/report/report-schema.ts";
import { annotationTable } from "./gen-docs-annotations.ts";
import { cliReference } from "./gen-docs-cli.ts";
import { compatibilityBlocks } from "./gen-docs-compatibility.ts";
import { configurationTable } from "./gen-docs-configuration.ts";
import { eventTable } from "./gen-docs-events.ts";
import { kindBlocks } from "./gen-docs-kinds.ts";
import { layerTable } from "./gen-docs-layers.ts";
import { type Blocks, fill } from "./gen-docs-markdown.ts";
import { messageBlocks } from "./gen-docs-messages.ts";
import { metricsTable } from "./gen-docs-metrics.ts";
import { parameterTable, severityTable } from "./gen-docs-policies.ts";
import { reasonBlocks } from "./gen-docs-reasons.ts";
import { ruleBlocks } from "./gen-docs-rules.ts";
import { timelinePicture } from "./gen-docs-timeline.ts";
import { recordingSchema, reportSchema, traceRulesPage } from "./gen-docs-trace.ts";

/** Path below the root of the repository → content. Blocks that are made are read from nowhere but the code, the cases and docs/example. */
export async function generatedDocs(root: string): Promise<Readonly<Record<string, string>>> {
  const page = (path: string, blocks: Blocks): readonly [string, string] => [
    path,
    fill(path, readFileSync(join(root, path), "utf8"), blocks),
  ];
  const rulePages = await Promise.all(ruleIds.map(async (id) => page(`docs/rules/${id}.md`, await ruleBlocks(root, id))));
  return Object.fromEntries([
    page("docs/ARCHITECTURE.md", { layers: layerTable(root) }),
    page("docs/policies.md", { severities: severityTable(), parameters: parameterTable() }),
    page("docs/annotations.md", { keys: annotationTable() }),
    page("docs/configuration.md", { fields: configurationTable() }),
    page("docs/reports.md", { events: eventTable() }),
    page("docs/metrics.md", { metrics: metricsTable() }),
    page("docs/messages.md", { ...messageBlocks(), ...reasonBlocks() }),
    page("docs/kinds.md", kindBlocks()),
    page("docs/cli.md", cliReference()),
    page("docs/compatibility.md", compatibilityBlocks()),
    ...rulePages,
    ["docs/configuration.schema.json", `${JSON.stringify(settingsJsonSchema(builtInPolicies), null, 2)}\n`],
    ["docs/trace-rules.md", traceRulesPage()],
    ["docs/recording.schema.json", recordingSchema()],
    ["docs/trace-report.schema.json", reportSchema(traceReportSchema)],
    ["docs/probe-report.schema.json", reportSchema(probeReportSchema)],
    ["docs/images/one-pod.svg", await timelinePicture(root, "pod-outlives-target")],
    ["docs/images/target-outlives-pod.svg", await timelinePicture(root, "target-outlives-pod")],
  ]);
}
