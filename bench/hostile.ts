/**
 * `outlive check` on manifests of 1.5 MB, each as costly as one part of it can be made: every part of every kind, clusters of many
 * objects, and YAML that is hostile itself. Prints the slowest and the largest, and ends with 1 where one took more than 3 s of
 * processor time or 300 MB.
 *
 *     node bench/hostile.ts [--every 29] [--only TEXT]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { shapesOf } from "../test/support/amplified.ts";
import { hostileWorlds } from "../test/support/hostile-worlds.ts";
import { plainWorld } from "../test/support/plain-world.ts";

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
  { name: "YAML: open quotes", text: () => `${head}data: ${'"\\"'.repeat(BYTES / 3)}` },
  { name: "YAML: documents", text: () => "---\n".repeat(BYTES / 4) },
  { name: "YAML: small objects", text: () => `${head}---\n`.repeat(BYTES / 70) },
  { name: "YAML: comments", text: () => `${head}${"# a\n".repeat(BYTES / 4)}` },
  { name: "YAML: folded text", text: () => `${head}data:\n  a: >\n${"    a\n\n".repeat(BYTES / 7)}` },
  { name: "JSON: quotes that do not end", text: () => `{${'"\\"'.repeat(BYTES / 3)}` },
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
    const objects = (): readonly object[] => [...others, shape.of(BYTES)];
    const text =
      index % 2 === 0
        ? () => asJson(objects())
        : () =>
            objects()
              .map((object) => `---${asYaml(object)}`)
              .join("");
    return [{ name: `${shape.name} (${index % 2 === 0 ? "JSON" : "YAML"})`, text }];
  });

const folder = mkdtempSync(join(tmpdir(), "outlive-hostile-"));
const file = join(folder, "hostile.yaml");
const report =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('\\n%23'+JSON.stringify(process.resourceUsage())))";

interface Measured {
  readonly name: string;
  readonly seconds: number;
  readonly megabytes: number;
  readonly ended: string;
}

function measure({ name, text }: Manifest): Measured {
  writeFileSync(file, text());
  const entry = join(import.meta.dirname, "../bin/outlive.js");
  const { status, signal, stderr } = spawnSync(process.execPath, ["--import", report, entry, "check", file, "-o", "json"], {
    encoding: "utf8",
    timeout: 120_000,
    maxBuffer: 1e9,
  });
  const usage = /#(\{.*\})/.exec(stderr)?.[1];
  const {
    userCPUTime = 120e6,
    systemCPUTime = 0,
    maxRSS = 0,
  } = usage === undefined ? {} : (JSON.parse(usage) as NodeJS.ResourceUsage);
  const ended = signal ?? (status === 0 || status === 1 || status === 3 ? "" : `status ${status}`);
  return { name, seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024, ended };
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
