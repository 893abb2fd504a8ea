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

const recipes = {
  test: {
    name: "recipes",
    include: ["test/**/*.recipes.test.ts"],
    globalSetup: ["test/recipes/global-setup.ts"],
    testTimeout: 120_000,
  },
};

const ofOtherKinds = ["plane", "node", "browser", "package", "recipes"].map((kind) => `test/**/*.${kind}.test.ts`);

/**
 * Seven kinds of tests: those that need nothing, those of `test/chart`, which render with Helm, `*.browser.test.ts`, which look at pages and pictures in Chromium and are left out
 * where there is none, `*.plane.test.ts`, which share one real API server, and `*.node.test.ts`, whose Pods run for real. Those
 * need root and install packages, so only `make test-node` runs them. `*.package.test.ts` install the package that is published
 * with tools of their own, in `make test-package`. `*.recipes.test.ts` run the servers that the recipes are about, in `make test-recipes`.
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
      ...(process.env["OUTLIVE_NODE"] === "1" ? [node] : []),
      ...(process.env["OUTLIVE_RECIPES"] === "1" ? [recipes] : []),
      ...(process.env["OUTLIVE_PACKAGE"] === "1" ? [packaged] : []),
    ],
  },
});
