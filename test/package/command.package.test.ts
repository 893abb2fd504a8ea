/** The package as a user gets it: installed from its tarball into an empty folder, and run by Node alone. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "#cli/commands.ts";
import { processIo } from "#cli/io.ts";
import packageJson from "../../package.json" with { type: "json" };
import { differences } from "../../scripts/release/file-list.ts";
import { packNpm } from "../../scripts/release/npm-folder.ts";
import { pluginArchive } from "../../scripts/release/plugin-archive.ts";
import { tarFiles } from "../../scripts/release/tar-files.ts";
import { type Installed, install, nodes } from "./installed.ts";

const root = join(import.meta.dirname, "../..");
const dist = mkdtempSync(join(tmpdir(), "outlive-pack-"));
let tarball = "";

beforeAll(async () => {
  tarball = await packNpm(dist);
});
afterAll(() => rmSync(dist, { recursive: true }));

test("holds the files of the committed list, and no others", () => {
  expect(differences("npm", tarFiles(tarball), packageJson.version)).toEqual([]);
});

test("installs nothing besides, and runs nothing while it is installed", () => {
  const manifest = JSON.parse(readFileSync(join(dist, "npm/package.json"), "utf8")) as Record<string, unknown>;
  expect(manifest).not.toHaveProperty("dependencies");
  expect(manifest).not.toHaveProperty("optionalDependencies");
  expect(manifest).not.toHaveProperty("scripts");
});

test("is packed to the same bytes again", async () => {
  const first = readFileSync(tarball);
  expect(readFileSync(await packNpm(dist)).equals(first)).toBe(true);
});

describe("the archive that krew installs", () => {
  const folder = join(dist, "krew");

  beforeAll(() => {
    mkdirSync(folder);
    writeFileSync(join(folder, "plugin.tar.gz"), pluginArchive(join(dist, "npm"), 0));
    execFileSync("tar", ["-xzf", "plugin.tar.gz"], { cwd: folder });
  });

  test.each(commands(processIo()).map((command) => command.name()))("holds all that %s needs", (name) => {
    const run = spawnSync(process.execPath, [join(folder, "bin/outlive.js"), name, "--help"], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain(`outlive ${name}`);
  });
});

describe.each(Object.entries(nodes))("with %s", (_name, node) => {
  let installed: Installed;
  const outlive = (...args: readonly string[]): ReturnType<Installed["run"]> =>
    installed.run("npx", ["--no-install", "outlive", ...args]);

  beforeAll(() => {
    installed = install(tarball, node);
    cpSync(join(root, "docs/example"), join(installed.folder, "k8s"), { recursive: true });
  });
  afterAll(() => rmSync(installed.folder, { recursive: true }));

  test("says version, commit and day", () => {
    const { stdout, status } = outlive("--version");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\S+ \(commit [0-9a-f]{12}(?:-modified)?, \d{4}-\d\d-\d\d\)\n$/);
    expect(stdout.split(" ")[0]).toBe(packageJson.version);
  });

  test("finds what is wrong with the manifests of the folder", () => {
    const { stdout, status } = outlive("check", ".");
    expect(stdout).toContain("k8s/shop.yaml");
    expect(stdout).toContain("prestop-outlives-deregistration");
    expect(status).toBe(1);
  });

  test("reads standard input", () => {
    const manifests = readFileSync(join(root, "docs/example/shop.yaml"), "utf8");
    const { status, stdout } = installed.run("npx", ["--no-install", "outlive", "check", "-", "-o", "json"], manifests);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "Report" });
  });

  test("explains a workload", () => {
    expect(outlive("explain", "deployment/shop", "-f", "k8s").stdout).toContain("Deployment web/shop");
  });

  test("is kubectl's plugin too", () => {
    const { stdout, status } = installed.run("npx", ["--no-install", "kubectl-outlive", "--version"]);
    expect(status).toBe(0);
    expect(stdout).toContain(packageJson.version);
  });

  test("writes values into a file", () => {
    writeFileSync(join(installed.folder, "fixed.yaml"), readFileSync(join(root, "docs/example/shop.yaml")));
    outlive("check", "fixed.yaml", "--fix");
    expect(readFileSync(join(installed.folder, "fixed.yaml"), "utf8")).toContain("preStop");
  });
});
