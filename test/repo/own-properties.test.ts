import { globSync, readFileSync } from "node:fs";
import { parseAst } from "rolldown/parseAst";
import { expect, test } from "vitest";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly operator?: string;
  readonly computed?: boolean;
  readonly left?: Node;
  readonly property?: Node;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

function nodesOf(value: unknown): readonly Node[] {
  if (typeof value !== "object" || value === null) return [];
  return [...(isNode(value) ? [value] : []), ...Object.values(value).flatMap(nodesOf)];
}

/** A key that is read from somewhere, unlike a literal, a variable of our own, one of our annotations or a number. */
const isRead = ({ property }: Node, text: string): boolean =>
  property !== undefined &&
  ["MemberExpression", "CallExpression"].includes(property.type) &&
  !/^(keys\.|Number\()|\.length$/.test(text.slice(property.start, property.end));

/** Keys of a closed set, lists, and maps that were asked with Object.hasOwn before. */
const known: ReadonlySet<string> = new Set([
  "podSpec.containers[step.container]",
  "steps[event.step.step]",
  "labels[requirement.key]",
  "sleeps[nameOf(container)]",
  "gatewayRoutes[route.kind]",
  "problemTexts[problem.id]",
  "lost.cut[cut.by]",
  "{ error: errors, warning: errors + warnings, never: 0 }[options.failOn]",
  "source[(rangeOf(map.items[0]?.key) ?? [from])[0]]",
  "messages(limits)[body.rejection]",
  "asBytes(chunks)[Symbol.asyncIterator]",
  "log.groups[failure.group]",
  "log.targets[failure.target]",
  "rowActions[failure.action]",
  "patterns[failure.group]",
  "bytes[this.#start(accessField.status)]",
  "this.#slots[this.#slotOf(this.#hashes[2 * index] ?? 0, this.#hashes[2 * index + 1] ?? 0)]",
  "this.byMethod[row.method]",
  "scales[Math.min(Math.max(digits, 0), 3)]",
  "groups[target.group]",
  "fates[fateUnder(verdict, policy, this.#durations)]",
]);

test.each(globSync("src/**/*.ts").sort())("%s asks for own properties only", (file) => {
  const text = readFileSync(file, "utf8");
  const nodes = nodesOf(parseAst(text, { lang: "ts" }));
  const inherited = nodes.filter(({ operator, left }) => operator === "in" && left?.type !== "Literal");
  const read = nodes.filter((node) => node.type === "MemberExpression" && node.computed === true && isRead(node, text));
  const unknown = [...inherited, ...read].map(({ start, end }) => text.slice(start, end)).filter((each) => !known.has(each));
  expect(unknown).toEqual([]);
});
