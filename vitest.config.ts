import { defineConfig } from "vitest/config";

const node = {
  test: {
    name: "node",
    include: ["test/**/*.node.test.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
};

const packaged = {
  test: { name: "package", include: ["test/**/*.package.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 },
};

const argo = {
  test: {
    name: "argo",
    include: ["test/**/*.argo.test.ts"],
    globalSetup: ["test/control-plane/global-setup.ts"],
    fileParallelism: false,
    testTimeout: 420_000,
    hookTimeout: 120_000,
  },
};

const flagger = {
  test: {
    name: "flagger",
    include: ["test/**/*.flagger.test.ts"],
    globalSetup: ["test/control-plane/global-setup.ts"],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
};

const kubelet = {
  test: {
    name: "kubelet",
    include: ["test/**/*.kubelet.test.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
};

const gitops = {
  test: {
    name: "gitops",
    include: ["test/**/*.gitops.test.ts"],
    globalSetup: ["test/control-plane/global-setup.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 180_000,
  },
};

const recipes = {
  test: {
    name: "recipes",
    include: ["test/**/*.recipes.test.ts"],
    globalSetup: ["test/recipes/global-setup.ts"],
    testTimeout: 120_000,
  },
};

const upgrade = {
  test: { name: "upgrade", include: ["test/**/*.upgrade.test.ts"], fileParallelism: false, testTimeout: 300_000 },
};

const ofOtherKinds = [
  "plane",
  "node",
  "kubelet",
  "browser",
  "package",
  "aws",
  "recipes",
  "argo",
  "flagger",
  "gitops",
  "upgrade",
].map((kind) => `test/**/*.${kind}.test.ts`);

/**
 * Several kinds of tests: those that need nothing, those of `test/chart`, which render with Helm, `*.browser.test.ts`, which look at
 * pages and pictures in Chromium and are left out where there is none, `*.plane.test.ts`, which share one real API server,
 * `*.aws.test.ts`, which share one simulated AWS, and `*.node.test.ts`, whose Pods run for real. Those need root and install packages,
 * so only `make test-node` runs them. `*.package.test.ts` install the package that is published with tools of their own, in
 * `make test-package`. `*.argo.test.ts` need the controller of Argo Rollouts, which `make test-argo` builds, those of
 * `*.flagger.test.ts` that of Flagger, and `*.recipes.test.ts` run the servers that the recipes are about, in `make test-recipes`.
 * `*.kubelet.test.ts` end Pods under the kubelets of several releases, and `make matrix` runs them, after those that share an API
 * server, for each of these releases. `*.upgrade.test.ts` run the version before this one beside it, in `make test-upgrade`.
 */
export default defineConfig({
  test: {
    reporters: ["default", "./test/support/closing-line.ts"],
    projects: [
      {
        test: {
          name: "unit",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ["test/**/*.test.ts"],
          exclude: [...ofOtherKinds, "test/chart/**"],
        },
      },
      {
        test: {
          name: "chart",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ["test/chart/**/*.test.ts"],
          exclude: ofOtherKinds,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/**/*.browser.test.ts"],
          globalSetup: ["test/browser/global-setup.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "plane",
          include: ["test/**/*.plane.test.ts"],
          globalSetup: ["test/control-plane/global-setup.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "aws",
          include: ["test/**/*.aws.test.ts"],
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
      },
      ...(process.env["OUTLIVE_NODE"] === "1" ? [node] : []),
      ...(process.env["OUTLIVE_KUBELET"] === undefined ? [] : [kubelet]),
      ...(process.env["OUTLIVE_RECIPES"] === "1" ? [recipes] : []),
      ...(process.env["OUTLIVE_PACKAGE"] === "1" ? [packaged] : []),
      ...(process.env["OUTLIVE_ARGO"] === "1" ? [argo] : []),
      ...(process.env["OUTLIVE_FLAGGER"] === "1" ? [flagger] : []),
      ...(process.env["OUTLIVE_GITOPS"] === "1" ? [gitops] : []),
      ...(process.env["OUTLIVE_UPGRADE"] === "1" ? [upgrade] : []),
    ],
  },
});
