import { defineConfig } from "vitest/config";

const controlPlane = ["test/control-plane/global-setup.ts"];

/** Of a kind each, named by what stands before `.test.ts`: those that every `make test` runs besides the unit tests. */
const always = {
  /** Pages and pictures in Chromium; left out where there is none. */
  browser: {
    globalSetup: ["test/browser/global-setup.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
  /** Share one real API server. */
  plane: { globalSetup: controlPlane, fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
  /** Share one simulated AWS. */
  aws: {
    globalSetup: ["test/aws/moto/global-setup.ts"],
    // Signed with them; the simulator looks at neither. Without a file or a metadata service that may be on the machine.
    env: {
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
};

/** Those that need root, or what takes minutes to build: a target of the Makefile sets `OUTLIVE_<KIND>` for each. */
const onRequest = {
  /** Pods that run for real, in `make test-node`, which installs packages. */
  node: { fileParallelism: false, testTimeout: 120_000, hookTimeout: 300_000 },
  /** Pods that end under the kubelets of several releases, in `make matrix`. */
  kubelet: { fileParallelism: false, testTimeout: 120_000, hookTimeout: 300_000 },
  /** The package that is published, installed with tools of its own, in `make test-package`. */
  package: { testTimeout: 60_000, hookTimeout: 120_000 },
  /** The servers that the recipes are about, in `make test-recipes`. */
  recipes: { globalSetup: ["test/recipes/global-setup.ts"], testTimeout: 120_000 },
  /** Releases by the controller of Argo Rollouts, in `make test-argo`. */
  argo: { globalSetup: controlPlane, fileParallelism: false, testTimeout: 420_000, hookTimeout: 120_000 },
  /** Releases by that of Flagger, in `make test-flagger`. */
  flagger: { globalSetup: controlPlane, fileParallelism: false, testTimeout: 600_000, hookTimeout: 120_000 },
  /** Releases by Helm and by the helm-controller of Flux, in `make test-gitops`. */
  gitops: { globalSetup: controlPlane, fileParallelism: false, testTimeout: 300_000, hookTimeout: 180_000 },
  /** The version before this one beside it, in `make test-upgrade`. */
  upgrade: { fileParallelism: false, testTimeout: 300_000 },
};

const projectsOf = (kinds: object) =>
  Object.entries(kinds).map(([name, settings]) => ({
    test: { name, include: [`test/**/*.${name}.test.ts`], ...settings },
  }));

const isRequested = ([kind]: readonly [string, object]): boolean => (process.env[`OUTLIVE_${kind.toUpperCase()}`] ?? "") !== "";

const ofOtherKinds = Object.keys({ ...always, ...onRequest }).map((kind) => `test/**/*.${kind}.test.ts`);

const usual = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/closing-line.ts"],
    projects: [
      // They need nothing.
      { test: { ...usual, name: "unit", include: ["test/**/*.test.ts"], exclude: [...ofOtherKinds, "test/chart/**"] } },
      // They render with Helm.
      { test: { ...usual, name: "chart", include: ["test/chart/**/*.test.ts"], exclude: ofOtherKinds } },
      ...projectsOf(always),
      ...projectsOf(Object.fromEntries(Object.entries(onRequest).filter(isRequested))),
    ],
  },
});
