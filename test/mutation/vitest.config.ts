import { defineConfig } from "vitest/config";
import type { TestSequencer, TestSpecification } from "vitest/node";
import { readPlan } from "./plan.ts";

const plan = readPlan();
const root = process.cwd();
const order = new Map(plan.testFiles.map((file, index) => [`${root}/${file}`, index]));

const positionOf = ({ moduleId }: TestSpecification): number => order.get(moduleId) ?? 0;

/** The tests nearest to the code come first: what they find costs least. */
class InOrder implements TestSequencer {
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
  sort(files: TestSpecification[]): TestSpecification[] {
    return files.toSorted((one, other) => positionOf(one) - positionOf(other));
  }
}

/** One process that loads each source once, with all mutants in it. */
export default defineConfig({
  plugins: [
    {
      name: "mutants",
      enforce: "pre",
      load(id) {
        const name = id.startsWith(`${root}/`) ? id.slice(root.length + 1).split("?")[0] : undefined;
        return name === undefined ? undefined : plan.sources[name];
      },
      /** What is kept per object is forgotten between mutants. */
      transform(code, id) {
        if (id !== `${root}/src/model/per-object.ts`) return undefined;
        return code
          .replace("{ made: make(object) }", "{ made: make(object), for: globalThis.__stryker__?.generation }")
          .replace("known.get(object) ??", "current(known.get(object)) ??")
          .concat("\nconst current = (found) => (found?.for === globalThis.__stryker__?.generation ? found : undefined);\n");
      },
    },
  ],
  test: {
    root,
    // It would give a source as it was loaded last, whatever is in it now.
    fsModuleCache: false,
    include: [...plan.testFiles],
    runner: "./test/mutation/runner.ts",
    setupFiles: ["./test/mutation/same-examples.ts"],
    pool: "forks",
    isolate: false,
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: InOrder },
    reporters: [["default", { summary: false }]],
    silent: true,
  },
});
