/**
 * The tests that share an API server, on the API server of each release: `node test/matrix/main.ts [MINOR…] [PATH…]`.
 * With paths, only these files are run, and their results replace the earlier ones of the same release.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { servedMutatingPolicies, switchedOnBy } from "#floor/served-policies.ts";
import { provideRelease } from "../control-plane/binaries.ts";
import { KUBERNETES_RELEASES, type KubernetesRelease, releaseOf } from "../control-plane/kubernetes-releases.ts";
import { type FileResults, type ReleaseResults, readRelease, resultsFolder } from "./results.ts";

const root = join(import.meta.dirname, "../..");
/** What depends on how the API server was started. */
const aboutTheFloor = ["test/floor/", "test/apiserver/version-facts.plane.test.ts"];
const onKubelets = ["test/matrix/sleep-action.kubelet.test.ts"];

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const minors = args.filter((arg) => /^\d+\.\d+$/.test(arg));
  const paths = args.filter((arg) => !minors.includes(arg));
  let failed = 0;
  for (const release of minors.length === 0 ? KUBERNETES_RELEASES : minors.map(releaseOf))
    failed += await tryRelease(release, paths);
  return failed === 0 ? 0 : 1;
}

async function tryRelease(release: KubernetesRelease, paths: readonly string[]): Promise<number> {
  const assets = await provideRelease(release);
  const before = paths.length === 0 ? undefined : readRelease(release.minor);
  const startedMs = Date.now();
  const wanted = (files: readonly string[]): boolean =>
    paths.length === 0 || paths.some((path) => files.some((file) => file.startsWith(path) || path.startsWith(file)));
  const plane = paths.filter((path) => !path.startsWith("test/matrix/"));
  const files = paths.length > 0 && plane.length === 0 ? {} : run("plane", plane, { KUBEBUILDER_ASSETS: assets });
  const served = servedMutatingPolicies(release.version);
  const flags = served.how === "switched-on" && wanted(aboutTheFloor) ? switchedOnBy(served.apiVersion) : undefined;
  const more = flags && run("plane", aboutTheFloor, { KUBEBUILDER_ASSETS: assets, OUTLIVE_API_SERVER_FLAGS: flags.join(" ") });
  const withKubelet = release.programs.includes("kubelet") && process.getuid?.() === 0 && wanted(onKubelets);
  const kubelet = withKubelet
    ? run("kubelet", onKubelets, { KUBEBUILDER_ASSETS: assets, OUTLIVE_KUBELET: release.version })
    : undefined;
  const results: ReleaseResults = {
    kubernetes: release.version,
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync("git", ["rev-parse", "--short=10", "HEAD"], { cwd: root, encoding: "utf8" }).trim(),
    seconds: Math.round((Date.now() - startedMs) / 1000) + (before?.seconds ?? 0),
    files: { ...before?.files, ...files },
    ...switchedOnOf(flags, more, before),
    ...((kubelet ?? before?.kubelet) === undefined ? {} : { kubelet: kubelet ?? before?.kubelet ?? {} }),
  };
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, `${release.minor}.json`), `${JSON.stringify(results, null, 2)}\n`);
  return [files, more ?? {}, kubelet ?? {}].flatMap((each) => Object.values(each)).filter(({ failed }) => failed.length > 0)
    .length;
}

const switchedOnOf = (
  flags: readonly string[] | undefined,
  files: FileResults | undefined,
  before: ReleaseResults | undefined,
): Pick<ReleaseResults, "switchedOn"> => {
  const switchedOn = flags === undefined || files === undefined ? before?.switchedOn : { flags, files };
  return switchedOn === undefined ? {} : { switchedOn };
};

/** @throws Error where the run ended without results */
function run(project: string, paths: readonly string[], env: Readonly<Record<string, string>>): FileResults {
  const folder = mkdtempSync(join(tmpdir(), "outlive-matrix-"));
  const output = join(folder, "results.json");
  try {
    const reporters = ["--reporter=default", `--reporter=${join(import.meta.dirname, "file-reporter.ts")}`];
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    spawnSync(process.execPath, [vitest, "run", "--project", project, ...reporters, ...paths], {
      cwd: root,
      env: { ...process.env, ...env, OUTLIVE_MATRIX_OUTPUT: output },
      stdio: "inherit",
    });
    return JSON.parse(readFileSync(output, "utf8")) as FileResults;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
