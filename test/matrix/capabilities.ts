/** What users rely on, by the files of tests that try it on a real API server. A test holds that each file is under exactly one. */
export interface Capability {
  readonly name: string;
  /** Files, or folders with a slash at the end. */
  readonly tests: readonly string[];
}

const onApiServer = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `test/apiserver/${name}.plane.test.ts`);

export const capabilities: readonly Capability[] = [
  {
    name: "Pods get their sleep, grace period and gates when they are created",
    tests: onApiServer(
      "accepted-objects",
      "admit-pod",
      "lifecycle-hooks",
      "order-of-creation",
      "pods-at-the-edge",
      "running-pods",
    ),
  },
  { name: "`sleep` where the version has it, `exec` where a node does not", tests: onApiServer("sleep-action") },
  { name: "Templates are changed without a roll-out", tests: onApiServer("edited-templates", "templates") },
  { name: "Routes are reviewed; delays can be raised in steps", tests: onApiServer("admit-ingress", "raised-delays") },
  {
    name: "The webhook contract: registration, reinvocation, timeouts, restarts of the API server",
    tests: onApiServer("client-certificate", "registration", "reinvocation", "restarted-api-server", "review-contract"),
  },
  { name: "Beside other webhooks and policies", tests: onApiServer("policy-engines") },
  { name: "Facts by version, as the API server serves them", tests: onApiServer("version-facts") },
  {
    name: "Facts of the controller, of Karpenter and of AWS",
    tests: [...onApiServer("aws-facts", "cluster-facts"), "test/e2e/controller/"],
  },
  { name: "Certificates and their rotation", tests: onApiServer("certificates") },
  { name: "Lists and watches", tests: ["test/kubernetes/"] },
  { name: "Hostile tenants and callers", tests: [...onApiServer("hostile-tenant"), "test/server/"] },
  { name: "The floor, and audits of it", tests: ["test/floor/"] },
  {
    name: "`audit`, `explain`, `restart`, `trace`, `probe`",
    tests: ["test/audit/", "test/explain/", "test/restart/", "test/cli/"],
  },
  { name: "Continuous audit: reports, Events, one writer", tests: ["test/continuous-audit/"] },
  { name: "Gates for Flagger and Argo Rollouts", tests: ["test/gates/"] },
  { name: "The chart: install, upgrade, permissions", tests: ["test/chart/"] },
  { name: "The control plane that tests run on", tests: ["test/control-plane/"] },
];

export const capabilityOf = (file: string): readonly Capability[] =>
  capabilities.filter(({ tests }) => tests.some((each) => (each.endsWith("/") ? file.startsWith(each) : file === each)));
