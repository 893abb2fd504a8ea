import { defineConfig } from "vitest/config";

/** Two kinds of tests: those that need nothing, and `*.plane.test.ts`, which share one real API server. */
export default defineConfig({
  test: {
    reporters: ["default", "./test/support/closing-line.ts"],
    projects: [
      { test: { name: "unit", include: ["test/**/*.test.ts"], exclude: ["test/**/*.plane.test.ts"] } },
      {
        test: {
          name: "plane",
          include: ["test/**/*.plane.test.ts"],
          globalSetup: ["test/cluster/global-setup.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
