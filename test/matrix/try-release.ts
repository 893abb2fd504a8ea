import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { servedMutatingPolicies, switchedOnBy } from "#floor/served-policies.ts";
import { provideRelease } from "../control-plane/binaries.ts";
import type { KubernetesRelease } from "../control-plane/kubernetes-releases.ts";
import { type FileResults, type ReleaseResults, readRelease, resultsFolder } from "./results.ts";
import { runTests } from "./run-tests.ts";

/** What depends on how the API server was started. */
const aboutTheFloor = ["test/floor/", "test/apiserver/version-facts.plane.test.ts"];
const onKubelets = ["test/matrix/sleep-action.kubelet.test.ts"];

/** Runs the tests below `paths`, or all, and writes the results. False where one failed. */
export async function tryRelease(release: KubernetesRelease, paths: readonly string[]): Promise<boolean> {
  const assets = { KUBEBUILDER_ASSETS: await provideRelease(release) };
  const before = paths.length === 0 ? undefined : readRelease(release.minor);
  const files = onApiServer(paths, assets);
  const switchedOn = overlap(aboutTheFloor, paths) ? withFlags(release, assets) : undefined;
  // Nodes need root.
  const hasKubelet = release.programs.includes("kubelet") && process.getuid?.() === 0 && overlap(onKubelets, paths);
  const kubelet = hasKubelet ? runTests("kubelet", onKubelets, { ...assets, OUTLIVE_KUBELET: release.version }) : undefined;
  write(release.minor, {
    kubernetes: release.version,
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync("git", ["rev-parse", "--short=10", "HEAD"], { cwd: import.meta.dirname, encoding: "utf8" }).trim(),
    files: sorted({ ...before?.files, ...files }),
    ...given("switchedOn", switchedOn ?? before?.switchedOn),
    ...given("kubelet", kubelet ?? before?.kubelet),
  });
  return [files, switchedOn?.files ?? {}, kubelet ?? {}].every((each) =>
    Object.values(each).every(({ failed }) => failed.length === 0),
  );
}

function onApiServer(paths: readonly string[], assets: Readonly<Record<string, string>>): FileResults {
  const wanted = paths.filter((path) => !overlap(onKubelets, [path]));
  return paths.length > 0 && wanted.length === 0 ? {} : runTests("plane", wanted, assets);
}

/** The floor once more, on a server that is started with what it needs. */
function withFlags(release: KubernetesRelease, assets: Readonly<Record<string, string>>): ReleaseResults["switchedOn"] {
  const served = servedMutatingPolicies(release.version);
  if (served.how !== "switched-on") return undefined;
  const flags = switchedOnBy(served.apiVersion);
  return { flags, files: runTests("plane", aboutTheFloor, { ...assets, OUTLIVE_API_SERVER_FLAGS: flags.join(" ") }) };
}

/** Either of two lists of paths may name the folder of the other's files; no paths are all of them. */
const overlap = (files: readonly string[], paths: readonly string[]): boolean =>
  paths.length === 0 || files.some((file) => paths.some((path) => file.startsWith(path) || path.startsWith(file)));

const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;

const sorted = (files: FileResults): FileResults =>
  Object.fromEntries(Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1)));

function write(minor: string, results: ReleaseResults): void {
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, `${minor}.json`), `${JSON.stringify(results, null, 2)}\n`);
}
