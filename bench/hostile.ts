/**
 * `outlive check` on manifests of 1.5 MB, each as costly as one part of it can be made: every part of every kind, clusters of many
 * objects, and YAML that is hostile itself. Prints the slowest and the largest, and ends with 1 where one took more than 3 s of
 * processor time or 300 MB.
 *
 *     node bench/hostile.ts [--every 29] [--only TEXT]
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { shapesOf } from "../test/support/amplified.ts";
import { hostileWorlds } from "../test/support/hostile-worlds.ts";
import { plainWorld } from "../test/support/plain-world.ts";

/** What users install: a checkout needs 60 MB more, for the compiler that strips types. */
const entry = join(import.meta.dirname, "../dist/outlive.js");
const BYTES = 1_400_000;
const LONGEST_S = 3;
const LARGEST_MB = 300;

interface Manifest {
  readonly name: string;
  readonly text: () => string;
}

const { values } = parseArgs({ options: { every: { type: "string", default: "29" }, only: { type: "string", default: "" } } });

const asJson = (objects: readonly object[]): string => JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
/** YAML with a line for each field, as people write it. */
const asYaml = (value: unknown, indent = ""): string => {
  if (typeof value !== "object" || value === null) return ` ${JSON.stringify(value)}\n`;
  const entries = Object.entries(value);
  if (entries.length === 0) return Array.isArray(value) ? " []\n" : " {}\n";
  const key = (name: string): string => (Array.isArray(value) ? `${indent}-` : `${indent}${JSON.stringify(name)}:`);
  const lines = entries.map(([name, inner]) => key(name) + asYaml(inner, `${indent}  `));
  return `\n${lines.join("")}`;
};

const head = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: shop\n";
const yaml: readonly Manifest[] = [
  { name: "YAML: one key, again and again", text: () => `${head}data:\n${"  a: b\n".repeat(BYTES / 7)}` },
  {
    name: "YAML: keys that differ",
    text: () => `${head}data:\n${Array.from({ length: BYTES / 14 }, (_, n) => `  k${n}: b\n`).join("")}`,
  },
  {
    name: "YAML: aliases of aliases",
    text: () =>
      `${head}data:\n  a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 30 }, (_, n) => `  a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]\n`).join("")}`,
  },
  { name: "YAML: one alias, again and again", text: () => `${head}data:\n  a: &a b\n  c:\n${"  - *a\n".repeat(BYTES / 7)}` },
  { name: "YAML: merges", text: () => `${head}x: &x {a: b}\ndata:\n${"  <<: *x\n".repeat(BYTES / 9)}` },
  { name: "YAML: open brackets", text: () => `${head}data: ${"[".repeat(BYTES)}` },
  {
    name: "YAML: deep indentation",
    text: () => `${head}data:\n${Array.from({ length: 1_600 }, (_, n) => `${" ".repeat(n + 1)}a:\n`).join("")}`,
  },
  {
    name: "YAML: lists of one item",
    text: () => `${head}data: ${"[".repeat(400)}${`${"]".repeat(400)},${"[".repeat(400)}`.repeat(BYTES / 800)}`,
  },
  { name: "YAML: dashes in one line", text: () => `${head}data:\n  ${"- ".repeat(BYTES / 2)}` },
  { name: "YAML: some dashes in each line", text: () => `${head}data:\n${`  ${"- ".repeat(400)}a\n`.repeat(BYTES / 810)}` },
  { name: "YAML: questions in one line", text: () => `${head}data:\n  ${"? ".repeat(BYTES / 2)}` },
  { name: "YAML: small values", text: () => `${head}data: [${"a,".repeat(BYTES / 2)}]` },
  { name: "YAML: small values, as many as are read", text: () => `${head}data: [${"a    ,   ".repeat(BYTES / 9)}]` },
  { name: "YAML: empty maps", text: () => `${head}data: [${"{},".repeat(BYTES / 3)}]` },
  { name: "YAML: closing brackets", text: () => `${head}data: ${"]".repeat(BYTES)}` },
  { name: "YAML: closing brackets with room", text: () => `${head}data: ${"]    ".repeat(BYTES / 5)}` },
  { name: "YAML: brackets on lines of their own", text: () => `${head}data:\n${"]   \n".repeat(BYTES / 5)}` },
  { name: "YAML: values that follow one another", text: () => `${head}data: ${'"a" '.repeat(BYTES / 4)}` },
  { name: "YAML: at signs", text: () => `${head}data:\n${"  @   \n".repeat(BYTES / 7)}` },
  { name: "YAML: tabs", text: () => `${head}data:\n${"\ta: b\n".repeat(BYTES / 6)}` },
  { name: "YAML: percent signs", text: () => "%A b\n".repeat(BYTES / 5) },
  { name: "YAML: anchors", text: () => `${head}data: ${"&a ".repeat(BYTES / 3)}` },
  { name: "YAML: tags", text: () => `${head}data:\n${"  - !a b\n".repeat(BYTES / 9)}` },
  { name: "YAML: wrong escapes", text: () => `${head}data: "${"\\q".repeat(BYTES / 2)}"` },
  { name: "YAML: wrong indentation", text: () => `${head}data:\n${"  a: b\n c: d\n".repeat(BYTES / 13)}` },
  { name: "YAML: deep documents", text: () => `a: ${"[".repeat(501)}\n---\n`.repeat(BYTES / 509) },
  { name: "YAML: document ends", text: () => "...\n".repeat(BYTES / 4) },
  { name: "YAML: values on top", text: () => "--- a\n".repeat(BYTES / 6) },
  { name: "YAML: lists as documents", text: () => "---\nkind: List\napiVersion: v1\nitems: [{}]\n".repeat(BYTES / 40) },
  { name: "YAML: open quotes", text: () => `${head}data: ${'"\\"'.repeat(BYTES / 3)}` },
  { name: "YAML: documents", text: () => "---\n".repeat(BYTES / 4) },
  { name: "YAML: small objects", text: () => `${head}---\n`.repeat(BYTES / 70) },
  { name: "YAML: comments", text: () => `${head}${"# a\n".repeat(BYTES / 4)}` },
  { name: "YAML: folded text", text: () => `${head}data:\n  a: >\n${"    a\n\n".repeat(BYTES / 7)}` },
  { name: "JSON: quotes that do not end", text: () => `{${'"\\"'.repeat(BYTES / 3)}` },
  {
    name: "JSON: lists in lists",
    text: () => '{"apiVersion":"v1","kind":"List","items":['.repeat(BYTES / 44) + "]}".repeat(BYTES / 44),
  },
  {
    name: "JSON: deep values",
    text: () =>
      `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"a":${"[".repeat(BYTES / 2)}${"]".repeat(BYTES / 2)}}}`,
  },
  {
    name: "JSON: deep annotations",
    text: () =>
      `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","annotations":${'{"a":'.repeat(BYTES / 6)}1${"}".repeat(BYTES / 6)}},"spec":{}}`,
  },
  {
    name: "JSON: deep hook",
    text: () =>
      `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"a","lifecycle":{"preStop":{"exec":{"command":${"[".repeat(BYTES / 2)}${"]".repeat(BYTES / 2)}}}}}]}}`,
  },
  { name: "JSON: small values", text: () => `{"apiVersion":"v1","kind":"List","items":[${"{},".repeat(BYTES / 3)}{}]}` },
  {
    name: "JSON: keys that differ",
    text: () =>
      `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","labels":{${Array.from({ length: BYTES / 14 }, (_, n) => `"k${n}":"b"`).join(",")}}}}`,
  },
  { name: "JSON: line ends", text: () => `{"apiVersion":"v1",\n${"\n".repeat(BYTES)}"kind":"Service"}` },
  {
    name: "JSON: template words in each item",
    text: () =>
      `{"apiVersion":"v1","kind":"List","items":[${Array.from({ length: BYTES / 90 }, (_, n) => `{"apiVersion":"v1","kind":"Service","metadata":{"name":"s${n}"},"spec":{"x":"{{  x"}}`).join(",")}]}`,
  },
  { name: "JSON: objects one after the other", text: () => '{"apiVersion":"v1","kind":"A"}'.repeat(BYTES / 30) },
];

const worlds: readonly Manifest[] = hostileWorlds.map(({ name, of, largest }) => ({
  name,
  text: () => asJson(of(largest)).slice(),
}));

const shapes: readonly Manifest[] = plainWorld
  .flatMap((object, index) => shapesOf(object).map((shape) => ({ shape, others: plainWorld.filter((_, at) => at !== index) })))
  .filter((_, index) => index % Number(values.every) === 0)
  .flatMap(({ shape, others }, index) => {
    const objects = (bytes: number): readonly object[] => [...others, shape.of(bytes)];
    const inYaml = (bytes: number): string =>
      objects(bytes)
        .map((object) => `---${asYaml(object)}`)
        .join("");
    // A line for each value takes more room than JSON.
    const text = index % 2 === 0 ? () => asJson(objects(BYTES)) : () => inYaml(BYTES * Math.min(1, BYTES / inYaml(BYTES).length));
    return [{ name: `${shape.name} (${index % 2 === 0 ? "JSON" : "YAML"})`, text }];
  });

execFileSync(process.execPath, [join(import.meta.dirname, "../scripts/build.ts")]);
const folder = mkdtempSync(join(tmpdir(), "outlive-hostile-"));
const file = join(folder, "hostile.yaml");
/** The largest that the process itself was: `maxRSS` counts this one in, of which it is a copy before it becomes another program. */
const report = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from "node:fs";
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const kilobytes = Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
    process.stderr.write("\\n#" + JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: kilobytes / 1024 }));
  });
`)}`;

interface Measured {
  readonly name: string;
  readonly seconds: number;
  readonly megabytes: number;
  readonly ended: string;
}

function measure({ name, text }: Manifest): Measured {
  writeFileSync(file, text());
  const { status, signal, stderr } = spawnSync(process.execPath, ["--import", report, entry, "check", file, "-o", "json"], {
    encoding: "utf8",
    timeout: 120_000,
    maxBuffer: 1e9,
  });
  const usage = /#(\{.*\})/.exec(stderr)?.[1];
  const { seconds, megabytes } =
    usage === undefined ? { seconds: 120, megabytes: 0 } : (JSON.parse(usage) as Pick<Measured, "seconds" | "megabytes">);
  const failed = /^outlive: [A-Z]\w*Error: .*/m.exec(stderr)?.[0];
  const ended = signal ?? failed ?? (status === 0 || status === 1 || status === 3 ? "" : `status ${status}`);
  return { name, seconds, megabytes, ended };
}

const line = ({ name, seconds, megabytes, ended }: Measured): string =>
  `  ${seconds.toFixed(2).padStart(7)} s ${megabytes.toFixed(0).padStart(5)} MB  ${name} ${ended}\n`;

const measured: Measured[] = [];
try {
  for (const manifest of [...yaml, ...worlds, ...shapes].filter(({ name }) => name.includes(values.only))) {
    const result = measure(manifest);
    measured.push(result);
    if (result.seconds > LONGEST_S || result.megabytes > LARGEST_MB || result.ended !== "")
      process.stdout.write(`over:${line(result)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const over = measured.filter(({ seconds, megabytes, ended }) => seconds > LONGEST_S || megabytes > LARGEST_MB || ended !== "");
const bySeconds = measured.toSorted((a, b) => b.seconds - a.seconds).slice(0, 8);
const byMegabytes = measured.toSorted((a, b) => b.megabytes - a.megabytes).slice(0, 4);
process.stdout.write(
  [
    `Node ${process.version}, Linux ${release()}, ${cpus().length} CPUs (${cpus()[0]?.model ?? "unknown"})\n`,
    `${measured.length} manifests of up to 1.5 MB, ${over.length} over ${LONGEST_S} s or ${LARGEST_MB} MB. The slowest:\n`,
    ...bySeconds.map(line),
    "The largest:\n",
    ...byMegabytes.map(line),
  ].join(""),
);
process.exitCode = over.length > 0 ? 1 : 0;
