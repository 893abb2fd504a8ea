import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import type { Manifests } from "#manifests/manifest-collection.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { parseManifest } from "#manifests/read/manifest-documents.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outlive-manifests-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | Uint8Array): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const service = (name: string, rest = ""): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n${rest}`;

async function* input(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* chunks;
}

const names = ({ view }: Manifests): readonly string[] =>
  view.list("Service").map(({ meta }) => `${meta.namespace}/${meta.name}`);

const read = (...paths: readonly string[]): Promise<Manifests> => readManifests(watchedKinds, paths, input());

const readText = (...chunks: readonly (string | Uint8Array)[]): Promise<Manifests> =>
  readManifests(watchedKinds, ["-"], input(...chunks));

const problemsOf = ({ problems }: Manifests): readonly string[] =>
  problems.map(({ severity, id, line }) => `${severity} ${id} ${line ?? "-"}`);

describe("Files and folders", () => {
  test("are read by name whatever the name, and below a folder where the name says what they are", async () => {
    const odd = write("odd.txt", service("odd"));
    write("dir/b.yml", service("b"));
    write("dir/deep/a.yaml", service("a"));
    write("dir/c.JSON", JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name: "c" } }));
    write("dir/readme.md", "# not read");
    write("dir/.git/x.yaml", service("x"));
    write("dir/node_modules/y.yaml", service("y"));
    const manifests = await read(odd, join(folder, "dir"));
    expect(names(manifests)).toEqual(["default/a", "default/b", "default/c", "default/odd"]);
    expect(manifests.problems).toEqual([]);
  });

  test("that are named twice, or linked in a circle, are read once", async () => {
    const file = write("dir/a.yaml", service("a"));
    symlinkSync(join(folder, "dir"), join(folder, "dir", "again"));
    const manifests = await read(file, join(folder, "dir"), file);
    expect(manifests.objects).toHaveLength(1);
    expect(manifests.problems).toEqual([]);
  });

  test.each<[string, () => string, string]>([
    ["does not exist", () => join(folder, "none.yaml"), "no such file or folder"],
    ["is an empty folder", () => folder, "it contains no *.yaml"],
    ["is not UTF-8", () => write("a.yaml", new Uint8Array([0x61, 0x3a, 0xff, 0xfe])), "not UTF-8"],
  ])("that %s are named, and the others read", async (_, path, message) => {
    const bad = path();
    const good = write("elsewhere/good.yaml", service("good"));
    rmSync(join(folder, "elsewhere"), { recursive: true });
    const problems = (await read(bad)).problems;
    expect(problems).toMatchObject([
      { severity: "error", id: "unreadable", file: bad, message: expect.stringContaining(message) },
    ]);
    expect(names(await read(bad, write("elsewhere/good.yaml", service("good"))))).toEqual(["default/good"]);
    expect(good).toContain("good.yaml");
  });

  test("a link that leads nowhere is named", async () => {
    symlinkSync("/nowhere", join(folder, "a.yaml"));
    expect(problemsOf(await read(folder))).toEqual(["error unreadable -"]);
  });

  test("standard input may come in pieces, with a byte order mark and Windows line ends", async () => {
    const text = Buffer.from(`\uFEFF${service("größe")}`.replaceAll("\n", "\r\n"));
    const manifests = await readText(text.subarray(0, 41), text.subarray(41));
    expect(names(manifests)).toEqual(["default/größe"]);
  });
});

describe("Documents", () => {
  test("stand one after the other, empty ones between them", async () => {
    const manifests = await readText(`---\n---\n# only a comment\n---\n${service("a")}---\n\n---\n${service("b")}---\n`);
    expect(names(manifests)).toEqual(["default/a", "default/b"]);
    expect(manifests.problems).toEqual([]);
  });

  test.each([
    ["nothing at all", ""],
    ["white space", " \n\n"],
    ["comments", "# nothing here\n"],
    ["null", "null\n"],
  ])("that are %s are no problem", async (_, text) => {
    expect(await readText(text)).toMatchObject({ objects: [], problems: [], others: 0 });
  });

  test("are taken out of a List, a typed list and a list in a list", async () => {
    const item = (name: string) => ({ metadata: { name } });
    const typed = { apiVersion: "v1", kind: "ServiceList", items: [item("typed")] };
    const list = { apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "Service", ...item("plain") }, typed] };
    expect(names(await readText(JSON.stringify(list)))).toEqual(["default/plain", "default/typed"]);
  });

  test("in JSON may stand one after the other too", async () => {
    const one = (name: string): string =>
      JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name, annotations: { a: '"}{' } } }, null, "\t");
    expect(names(await readText(`${one("a")}\n${one("b")}${one("c")}`))).toEqual(["default/a", "default/b", "default/c"]);
  });

  test("get a namespace only where their kind has one", async () => {
    const text = `${service("a")}---\n${service("b", "  namespace: web\n")}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: web, namespace: x}\n`;
    const manifests = await readManifests(watchedKinds, ["-"], input(text), { namespace: "mine" });
    expect(names(manifests)).toEqual(["mine/a", "web/b"]);
    expect(manifests.view.get("Namespace", "", "web")?.meta.name).toBe("web");
    expect(manifests.objects.map(({ document }) => (document.raw["metadata"] as Record<string, unknown>)["namespace"])).toEqual([
      "mine",
      "web",
      undefined,
    ]);
  });

  test("of kinds that nothing is read from are counted", async () => {
    const manifests = await readText(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n${service("a")}`);
    expect(manifests).toMatchObject({ others: 1, problems: [] });
    expect(manifests.objects).toHaveLength(1);
  });

  test("of one object twice: the last one counts, and it is said", async () => {
    const manifests = await readText(
      `${service("a", "spec: {selector: {app: old}}\n")}---\n${service("a", "spec: {selector: {app: new}}\n")}`,
    );
    expect(manifests.view.get("Service", "default", "a")?.selector).toEqual({ app: "new" });
    expect(manifests.view.indexed("Service", "selector", "default/app=old")).toEqual([]);
    expect(manifests.objects).toHaveLength(1);
    expect(manifests.problems).toMatchObject([
      { severity: "notice", id: "duplicate-object", line: 7, message: expect.stringContaining("-:1") },
    ]);
  });
});

describe("YAML is read as kubectl reads it", () => {
  const value = (text: string): unknown =>
    parseManifest("f", `apiVersion: v1\nkind: X\nvalue: ${text}\n`, () => false).documents[0]?.raw["value"];

  test.each<[string, unknown]>([
    ["yes", true],
    ["off", false],
    ["0644", 420],
    ["0x10", 16],
    ["1_000", 1000],
    ["12:30:45", "12:30:45"],
    ["1:30", "1:30"],
    ["2001-12-14", "2001-12-14"],
    ["'35'", "35"],
    ["~", null],
  ])("%s is %j", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test("with anchors and merge keys", () => {
    const text = "apiVersion: v1\nkind: X\nbase: &base {a: 1, b: 2}\nvalue:\n  <<: *base\n  b: 3\n";
    expect(parseManifest("f", text, () => false).documents[0]?.raw["value"]).toEqual({ a: 1, b: 3 });
  });
});

describe("What cannot be read is said with its line, and the rest is read", () => {
  test.each([
    ["a flow list that is not closed", "a: [1, 2\nb: 3\n", "error syntax 7"],
    ["a wrong indent", "a:\n  b: 1\n c: 2\n", "error syntax 8"],
    ["an alias without its anchor", "a: *nothing\n", "error syntax 6"],
    ["a list as key", "a:\n  ? [x]\n  : 2\n", "error syntax 7"],
    ["a tab as indent", "a:\n\tb: 1\n", "error syntax 7"],
    ["a list", "- a\n- b\n", "notice not-an-object 6"],
    ["a text", "only text\n", "notice not-an-object 6"],
    ["an object without a kind", "apiVersion: v1\nmetadata: {name: a}\n", "notice not-an-object 6"],
    ["an object without a name", "apiVersion: v1\nkind: Service\n", "notice not-an-object 6"],
    ["a name that is a number", "apiVersion: v1\nkind: Service\nmetadata: {name: 12}\n", "notice not-an-object 6"],
  ])("%s", async (_, bad, problem) => {
    const manifests = await readText(`${service("a")}---\n${bad}---\n${service("b")}`);
    expect(names(manifests)).toEqual(["default/a", "default/b"]);
    expect(problemsOf(manifests)).toEqual([problem]);
  });

  test("a key that stands twice, whose last value counts", async () => {
    const manifests = await readText(service("a", "spec: {selector: {app: one}}\nspec: {selector: {app: two}}\n"));
    expect(manifests.view.get("Service", "default", "a")?.selector).toEqual({ app: "two" });
    expect(problemsOf(manifests)).toEqual(["notice duplicate-key 6"]);
  });

  test("aliases of aliases that would fill the memory", async () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(",")}]`);
    const manifests = await readText(`l0: &l0 [x]\n${levels.join("\n")}\n---\n${service("a")}`);
    expect(problemsOf(manifests)).toEqual(["error syntax 1"]);
    expect(names(manifests)).toEqual(["default/a"]);
  });

  test("JSON that breaks off", async () => {
    expect(problemsOf(await readText('{\n  "apiVersion": "v1",\n  "kind": "Ser'))).toEqual(["error syntax 3"]);
  });
});

describe("Helm source", () => {
  test.each([
    ["with blocks", "{{- if .Values.enabled }}\napiVersion: v1\nkind: Service\n{{- end }}\n"],
    ["with a value in place of a number", service("a", "spec:\n  replicas: {{ .Values.replicas }}\n")],
    ["with a quoted value", service("a", 'spec:\n  type: "{{ .Values.type }}"\n')],
    ["with an included block", service("a", 'spec:\n  selector:\n    {{- include "shop.labels" . | nindent 4 }}\n')],
  ])("%s is recognised, once for a file", async (_, text) => {
    const manifests = await readText(`${text}---\n${text}`);
    expect(manifests.problems).toMatchObject([
      { severity: "error", id: "helm-source", file: "-", message: expect.stringContaining("helm template") },
    ]);
    expect(manifests.objects).toEqual([]);
  });

  test("is not what other templates in a text are taken for", async () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  t: "{{ .Values.x }}"\n---\n${service("a", '  annotations: {t: "{{ $labels.pod }}"}\n')}`;
    expect(await readText(text)).toMatchObject({ others: 1, problems: [] });
  });
});

describe("The line of a path", () => {
  const text = [
    "# first",
    "apiVersion: v1",
    "kind: List",
    "items:",
    "- apiVersion: apps/v1",
    "  kind: Deployment",
    "  metadata:",
    "    name: shop",
    "  spec:",
    "    template:",
    "      spec:",
    "        terminationGracePeriodSeconds: 50",
    "        containers:",
    "        - name: app",
    "          lifecycle: {preStop: {sleep: {seconds: 40}}}",
    "---",
    "base: &base",
    "  spec: {type: NodePort}",
    "apiVersion: v1",
    "kind: Service",
    "metadata: {name: shop}",
    "<<: *base",
  ].join("\n");

  test.each<[number, readonly (string | number)[], number]>([
    [0, [], 5],
    [0, ["metadata", "name"], 8],
    [0, ["spec", "template", "spec", "terminationGracePeriodSeconds"], 12],
    [0, ["spec", "template", "spec", "containers", 0], 14],
    [0, ["spec", "template", "spec", "containers", 0, "lifecycle", "preStop"], 15],
    [0, ["spec", "template", "spec", "containers", 1, "lifecycle"], 13],
    [0, ["spec", "replicas"], 9],
    [1, ["metadata"], 21],
    [1, ["spec", "type"], 18],
  ])("of document %i, %j is %i", (index, path, line) => {
    expect(parseManifest("f", text, () => false).documents[index]?.lineOf(path)).toBe(line);
  });

  test("is known in JSON too", () => {
    const json = `${JSON.stringify({ apiVersion: "v1", kind: "Service" })}\n${JSON.stringify({ apiVersion: "v1", kind: "Service", spec: { type: "x" } }, null, 2)}`;
    expect(
      parseManifest("f", json, () => false).documents.map((document) => [document.line, document.lineOf(["spec", "type"])]),
    ).toEqual([
      [1, 1],
      [2, 6],
    ]);
  });
});
