import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { deployment, ingress, service } from "../support/shop.ts";
import { type Manifests, manifestFolder, runCheck } from "./run-check.ts";

const shop = [service("web"), ingress("web", undefined), deployment("web")]
  .map((object) => JSON.stringify(object))
  .join("\n---\n");

function folderOf(files: Readonly<Record<string, string>>): Manifests {
  const manifests = manifestFolder(files);
  onTestFinished(manifests.remove);
  return manifests;
}

const chart = { "app/Chart.yaml": "name: app\n", "app/values.yaml": "a: 1\n", "app/templates/a.yaml": "{{ .Values.a }}\n" };

/** A program of this name that prints a text, or fails. */
function onPath(name: string, script: string): void {
  const { folder } = folderOf({});
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  const before = process.env["PATH"];
  process.env["PATH"] = `${folder}:${before}`;
  onTestFinished(() => {
    process.env["PATH"] = before;
  });
}

describe("folders with Helm source", () => {
  test("are skipped in one line where they are found on the way", async () => {
    const { folder } = folderOf({ ...chart, "shop.yaml": shop });
    const { code, stderr } = await runCheck([folder]);
    expect(stderr).toBe(`note: ${folder}/app is a Helm chart and was skipped; --helm renders it\n`);
    expect(code).toBe(1);
  });

  test("are an error where they are what was named", async () => {
    const { folder } = folderOf(chart);
    expect(await runCheck([join(folder, "app")])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("--helm renders it"),
    });
  });

  test("are rendered with --helm, and findings name the folder", async () => {
    const { folder } = folderOf(chart);
    onPath("helm", `cat <<'END'\n${shop}\nEND`);
    const { code, stdout } = await runCheck([folder, "--helm"]);
    expect(code).toBe(1);
    expect(stdout).toContain(`${folder}/app\n`);
  });

  test("are reported where helm fails or is missing", async () => {
    const { folder } = folderOf(chart);
    onPath("helm", "echo 'Error: no values' >&2; exit 1");
    expect(await runCheck([folder, "--helm"])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("failed: Error: no values"),
    });
  });

  test("are not fixed", async () => {
    const { folder } = folderOf(chart);
    expect(await runCheck([folder, "--helm", "--fix"])).toMatchObject({ code: 2 });
  });
});

describe("kustomizations", () => {
  const files = { "base/kustomization.yaml": "resources: [shop.yaml]\n", "base/shop.yaml": shop };

  test("are read file by file, which is said once", async () => {
    const { folder } = folderOf(files);
    const { code, stderr } = await runCheck([folder]);
    expect([code, stderr.match(/is a kustomization/g)?.length]).toEqual([1, 1]);
  });

  test("are built with --kustomize", async () => {
    const { folder } = folderOf(files);
    onPath("kustomize", `cat <<'END'\n${shop}\nEND`);
    const { code, stdout, stderr } = await runCheck([folder, "--kustomize"]);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toContain(`${folder}/base\n`);
  });
});

describe("what is ignored is not read", () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ["a file by name", { ".outliveignore": "# not ours\nold.yaml\n" }, []],
    ["a folder", { ".outliveignore": "legacy/\n" }, []],
    ["a path", { ".outliveignore": "/legacy/old.yaml\n" }, []],
    ["a pattern", { ".outliveignore": "legacy/*.yaml\n" }, []],
    ["by an option", {}, ["--exclude", "old.yaml"]],
  ])("%s", async (_name, files, args) => {
    const { folder } = folderOf({ ...files, "legacy/old.yaml": shop, "new.yaml": JSON.stringify(service("web")) });
    const { code, stdout } = await runCheck([folder, ...args]);
    expect(stdout).not.toContain("old.yaml");
    expect(code).toBe(0);
  });

  test("others are", async () => {
    const { folder } = folderOf({ ".outliveignore": "legacy/other.yaml\n", "legacy/old.yaml": shop });
    expect(await runCheck([folder])).toMatchObject({ code: 1 });
  });
});

describe("findings that are known", () => {
  test("are written into a baseline and then not shown", async () => {
    const { folder, path } = folderOf({ "shop.yaml": shop });
    expect(await runCheck([folder, "--write-baseline", path("known.json")])).toMatchObject({ code: 0, stdout: "" });
    const known = await runCheck([folder, "--exclude", "known.json", "--baseline", path("known.json"), "--fail-on", "warning"]);
    expect(known).toMatchObject({ code: 0, stderr: expect.stringContaining("in the baseline not shown") });
    expect(await runCheck([folder, "--baseline", path("none.json")])).toMatchObject({ code: 2 });
  });

  test("are counted where an annotation ignores them", async () => {
    const ignoring = shop.replace(
      '"kind":"Deployment","metadata":{',
      '"kind":"Deployment","metadata":{"annotations":{"outlive.dev/ignore":"prestop-covers-propagation: a cache"},',
    );
    const { folder } = folderOf({ "shop.yaml": ignoring });
    const { stdout } = await runCheck([folder]);
    expect(stdout).toContain("1 finding ignored");
    expect(stdout).not.toContain("prestop-covers-propagation");
    const { ignored } = JSON.parse((await runCheck([folder, "-o", "json"])).stdout) as { ignored: readonly object[] };
    expect(ignored).toMatchObject([{ rule: "prestop-covers-propagation", reason: "a cache" }]);
  });
});

test("a note that several files cause is written once", async () => {
  const { folder } = folderOf({ "a.yaml": "a: 1\n", "b.yaml": "b: 1\n", "c.yaml": "c: 1\n" });
  mkdirSync(join(folder, "d"));
  const { stderr } = await runCheck([folder]);
  expect(stderr.split("\n").filter((line) => line.startsWith("note: "))).toEqual([
    expect.stringMatching(/not a Kubernetes object .* \(and 2 more places\)$/),
  ]);
});

test("more findings than a screen holds are also counted by rule, at the end", async () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}.yaml`, shop.replaceAll('"web"', `"web-${at}"`)]));
  const { folder } = folderOf(many);
  const { stdout } = await runCheck([folder]);
  expect(stdout).toMatch(/\nRULE +SEVERITY +FINDINGS +OBJECTS\n[a-z-]+ +error +20 +20\n/);
  const few = await runCheck([join(folder, "1.yaml")]);
  expect(few.stdout).not.toContain("FINDINGS");
});
