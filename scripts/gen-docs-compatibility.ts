import { existsSync } from "node:fs";
import { provenVersion } from "#load-balancers/controller/proven-versions.ts";
import { factsSince, type VersionFact } from "#model/kubernetes/version-facts.ts";
import { moduleFolder, readPins } from "../test/control-plane/binary-cache.ts";
import type { GoModule } from "../test/control-plane/binary-table.ts";
import { KUBERNETES_RELEASES } from "../test/control-plane/kubernetes-releases.ts";
import { type Capability, capabilities } from "../test/matrix/capabilities.ts";
import { type FileResult, type FileResults, type ReleaseResults, readResults } from "../test/matrix/results.ts";
import { code, table } from "./gen-docs-markdown.ts";

const facts: Readonly<Record<VersionFact, readonly [what: string, before: string]>> = {
  nativeSleep: ["the `sleep` action of `preStop`", "the container runs `sleep`, whose image must contain it"],
  sleepOfZero: ["`sleep.seconds: 0`", "refused by the API server; Outlive writes none"],
  validatingPolicies: ["ValidatingAdmissionPolicy `v1`", "`outlive export vap` says that there is none"],
  mutatingPolicies: [
    "MutatingAdmissionPolicy `v1`, switched on",
    "`outlive export map` writes `v1beta1` (from 1.34) or `v1alpha1` (from 1.32) and names the flags of the API server that switch it on; before, it says what to do instead",
  ],
  statefulSetMaxUnavailable: [
    "`maxUnavailable` of a StatefulSet",
    "the API server drops it and one Pod is replaced at a time, so `rollout-keeps-capacity` ignores it",
  ],
};

/** Programs that tests run for real, by the Go module that pins them. */
const programs: readonly (readonly [name: string, module: string, path: string])[] = [
  ["Argo CD", "argo-cd", "github.com/argoproj/argo-cd/v3"],
  ["Argo Rollouts", "argo-rollouts", "github.com/argoproj/argo-rollouts"],
  ["etcd", "etcd", "go.etcd.io/etcd/server/v3"],
  ["Flagger", "flagger", "github.com/fluxcd/flagger"],
  ["Flux helm-controller", "helm-controller", "github.com/fluxcd/helm-controller"],
  ["Flux kustomize-controller", "kustomize-controller", "github.com/fluxcd/kustomize-controller"],
  ["Helm 3", "helm3", "helm.sh/helm/v3"],
  ["Helm 4", "helm", "helm.sh/helm/v4"],
];

export function compatibilityBlocks(): Readonly<Record<string, string>> {
  const tried = readResults();
  const minors = tried.map(({ minor }) => minor);
  return {
    releases: table(
      ["Kubernetes", "files of tests", "passed", "failed", "left out", "tried on", "commit"],
      KUBERNETES_RELEASES.map(({ minor, version }) => releaseRow(version, tried.find((each) => each.minor === minor)?.results)),
    ),
    capabilities: table(
      ["", ...minors],
      capabilities.map((capability) => [
        capability.name,
        ...tried.map(({ results }) => cellOf(resultsOf(capability, results.files))),
      ]),
    ),
    "left-out": bullets(tried.flatMap(({ minor, results }) => leftOut(minor, results))),
    "switched-on": bullets(tried.flatMap(({ minor, results }) => switchedOn(minor, results))),
    kubelets: table(
      ["kubelet", "passed", "failed", "left out"],
      tried.flatMap(({ results }) => (results.kubelet === undefined ? [] : [[results.kubernetes, ...counts(results.kubelet)]])),
    ),
    facts: table(
      ["", "from", "before"],
      (Object.entries(facts) as [VersionFact, (typeof facts)[VersionFact]][]).map(([fact, [what, before]]) => [
        what,
        `1.${factsSince[fact]}`,
        before,
      ]),
    ),
    programs: table(["", "version"], [["AWS Load Balancer Controller", provenVersion], ...programs.flatMap(pinned)]),
  };
}

const releaseRow = (version: string, results: ReleaseResults | undefined): readonly string[] =>
  results === undefined
    ? [version, "not tried yet", "–", "–", "–", "–", "–"]
    : [
        results.kubernetes,
        String(Object.keys(results.files).length),
        ...counts(results.files),
        results.date,
        code(results.commit),
      ];

function pinned([name, module, path]: (typeof programs)[number]): readonly (readonly string[])[] {
  if (!existsSync(moduleFolder(module as GoModule))) return [];
  const escaped = path.replaceAll(".", "\\.");
  const [, version] = new RegExp(`^\\s*(?:require )?${escaped} (v\\S+)`, "m").exec(readPins(module as GoModule).goMod) ?? [];
  return version === undefined ? [] : [[name, version]];
}

const resultsOf = ({ tests }: Capability, files: FileResults): readonly FileResult[] =>
  Object.entries(files).flatMap(([file, result]) =>
    tests.some((each) => (each.endsWith("/") ? file.startsWith(each) : file === each)) ? [result] : [],
  );

const sum = (results: readonly FileResult[], count: (result: FileResult) => number): number =>
  results.reduce((total, result) => total + count(result), 0);

function cellOf(results: readonly FileResult[]): string {
  if (results.length === 0) return "–";
  const [passed, failed, skipped] = [
    sum(results, (each) => each.passed),
    sum(results, (each) => each.failed.length),
    sum(results, (each) => each.skipped.length),
  ];
  return [
    `${passed} passed`,
    ...(failed > 0 ? [`**${failed} failed**`] : []),
    ...(skipped > 0 ? [`${skipped} left out`] : []),
  ].join(", ");
}

const counts = (files: FileResults): readonly string[] => {
  const results = Object.values(files);
  return [
    sum(results, ({ passed }) => passed),
    sum(results, ({ failed }) => failed.length),
    sum(results, ({ skipped }) => skipped.length),
  ].map(String);
};

/** A line for each reason, and for each test that failed. */
function leftOut(minor: string, { files, kubelet }: ReleaseResults): readonly string[] {
  const results = Object.values({ ...files, ...kubelet });
  const reasons = Map.groupBy(
    results.flatMap(({ skipped }) => skipped),
    ({ why }) => why,
  );
  return [
    ...results.flatMap(({ failed }) => failed.map((name) => `${minor}: failed: ${name}.`)),
    ...[...reasons].map(([why, tests]) => `${minor}: ${tests.length === 1 ? "1 test" : `${tests.length} tests`}: ${why}.`),
  ];
}

function switchedOn(minor: string, results: ReleaseResults): readonly string[] {
  if (results.switchedOn === undefined) return [];
  const { flags, files } = results.switchedOn;
  const [passed, failed, skipped] = counts(files);
  return [`${minor}, with ${flags.map(code).join(" and ")}: ${passed} passed, ${failed} failed, ${skipped} left out.`];
}

const bullets = (lines: readonly string[]): string =>
  lines.length === 0 ? "None." : lines.map((line) => `- ${line}`).join("\n");
