/**
 * Holds what is shipped, and the files that other programs read, against the validators of those programs:
 * `node scripts/release/check.ts`. Looks at dist/release, so make release-dry-run goes before it.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { provideBinaries } from "../../test/control-plane/binaries.ts";
import type { BinaryName } from "../../test/control-plane/binary-table.ts";
import { assetNames } from "./assets.ts";
import { pythonTools } from "./python-tools.ts";

const root = join(import.meta.dirname, "../..");

interface Check {
  readonly what: string;
  readonly command: readonly string[];
}

const files = (...patterns: readonly string[]): readonly string[] => {
  const found = globSync([...patterns], { cwd: root }).sort();
  if (found.length === 0) throw new Error(`nothing is named ${patterns.join(" or ")}`);
  return found;
};

const schemas: Readonly<Record<string, readonly string[]>> = {
  "vendor.github-workflows": files(".github/workflows/*.yml"),
  "custom.github-workflows-require-timeout": files(".github/workflows/*.yml").filter((path) => !path.endsWith("release.yml")),
  "vendor.github-actions": files("action.yml"),
  "vendor.dependabot": files(".github/dependabot.yml"),
  "vendor.github-issue-forms": files(".github/ISSUE_TEMPLATE/*.yml").filter((path) => !path.endsWith("config.yml")),
  "vendor.github-issue-config": files(".github/ISSUE_TEMPLATE/config.yml"),
  "vendor.gitlab-ci": files("deploy/gitlab/*.yml"),
  "vendor.circle-ci": files("deploy/circleci/*.yml"),
};

const kustomizations = ["deploy/argocd", "deploy/kustomize/example"];

const binaries: readonly BinaryName[] = ["actionlint", "hclfmt", "validate-krew-manifest", "helm", "kubectl"];

process.exitCode = await main();

async function main(): Promise<number> {
  const tools = await provideBinaries(binaries);
  const python = pythonTools(say);
  const failed = checks(tools, python).filter((check) => !passes(check));
  process.stdout.write(`${checks(tools, python).length - failed.length} passed, ${failed.length} failed\n`);
  return failed.length === 0 ? 0 : 1;
}

function checks(tools: Readonly<Record<BinaryName, string>>, python: string): readonly Check[] {
  const [chart, krew] = [`dist/release/${assetNames.chart}`, `dist/release/${assetNames.krew}`];
  return [
    { what: "workflows and action", command: [tools.actionlint, ...files(".github/workflows/*.yml")] },
    ...Object.entries(schemas).map(([schema, paths]) => ({
      what: schema,
      command: [join(python, "check-jsonschema"), "--builtin-schema", schema, ...paths],
    })),
    ...files(".pre-commit-hooks.yaml", "deploy/pre-commit-mirror/.pre-commit-hooks.yaml").map((path) => ({
      what: path,
      command: [join(python, "pre-commit"), "validate-manifest", path],
    })),
    ...["deploy/krew/outlive.yaml", krew].map((path) => ({
      what: path,
      command: [tools["validate-krew-manifest"], "-skip-install", "-manifest", path],
    })),
    { what: "Terraform", command: [tools.hclfmt, "-check", ...files("deploy/terraform/*.tf")] },
    {
      what: "packed chart",
      command: [tools.helm, "lint", "--strict", chart, "--values", "charts/outlive/ci/default-values.yaml"],
    },
    { what: "packed chart, rendered", command: [tools.helm, "template", "outlive", chart, "--namespace", "outlive-system"] },
    ...kustomizations.map((folder) => ({ what: folder, command: [tools.kubectl, "kustomize", folder] })),
  ];
}

function passes({ what, command: [program = "", ...args] }: Check): boolean {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: "utf8" });
  say(`${status === 0 ? "passed" : "FAILED"}  ${what}`);
  if (status !== 0) say(`${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`);
  return status === 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
