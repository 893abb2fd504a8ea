import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { check } from "#check/check.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import type { Finding, RuleId } from "#model/findings/finding.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { rules } from "#rules/index.ts";
import { readSettings } from "#settings/read-settings.ts";
import { findingText } from "#wording/finding-text.ts";
import { lineDiff } from "./gen-docs-diff.ts";
import { code, sentence, table } from "./gen-docs-markdown.ts";

interface Head {
  readonly case: string;
  readonly policy?: string;
  readonly configuration?: object;
}

/** The ordering, the severities, and the rule's two cases: what to change, and what is said before the change. */
export async function ruleBlocks(root: string, id: RuleId): Promise<Readonly<Record<string, string>>> {
  const [broken, holds] = ["broken", "holds"].map((side) => readFileSync(join(root, `test/cases/${id}/${side}.yaml`), "utf8"));
  if (broken === undefined || holds === undefined) throw new Error(`${id} needs a broken and a holding case`);
  return { rule: headOf(id), example: await exampleOf(id, broken, holds) };
}

const headOf = (id: RuleId): string =>
  `**Holds when** ${rules[id].holds}.\n\n${table(
    builtInPolicies.map(({ name }) => `[${code(name)}](../policies.md#${name})`),
    [builtInPolicies.map((policy) => (policy.rules as Readonly<Record<string, string>>)[id] ?? "not evaluated")],
  )}`;

async function exampleOf(id: RuleId, broken: string, holds: string): Promise<string> {
  const head = headIn(broken);
  const finding = (await findingsIn(broken, head)).find(({ rule }) => rule === id);
  if (finding === undefined) throw new Error(`test/cases/${id}/broken.yaml does not break ${id}`);
  const { what, why, todo } = findingText(finding);
  const policy = head.policy === undefined ? "" : ` (policy ${code(head.policy)})`;
  return [
    `${sentence(head.case)} The change that fixes it${policy}, from [broken.yaml](../../test/cases/${id}/broken.yaml) to [holds.yaml](../../test/cases/${id}/holds.yaml):`,
    `\`\`\`diff\n${lineDiff(manifestsIn(broken), manifestsIn(holds))}\n\`\`\``,
    "The finding before the change:",
    `> ${sentence(what)}\n>\n> Why: ${why}.\n>\n> Fix: ${todo}.`,
  ].join("\n\n");
}

const headIn = (text: string): Head => parseAllDocuments(text)[0]?.toJS() as Head;

/** Without the head, which is about the case. */
const manifestsIn = (text: string): string => text.slice(text.indexOf("\n---\n") + "\n---\n".length);

async function findingsIn(text: string, { policy, configuration = {} }: Head): Promise<readonly Finding[]> {
  const read = readSettings(configuration, builtInPolicies);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join("; "));
  const { settings, flags } = read.configuration;
  const namespace = stringify({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: "web",
      labels: { "outlive.dev/mode": "enforce", ...(policy === undefined ? {} : { "outlive.dev/policy": policy }) },
    },
  });
  const { view, objects } = await readManifests(watchedKinds, ["-"], textStream(`${namespace}---\n${manifestsIn(text)}`));
  return check({ view, objects }, { settings, flags }).findings.map(({ finding }) => finding);
}

async function* textStream(text: string): AsyncGenerator<string> {
  yield text;
}
