import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { FileResult, FileResults } from "./results.ts";

/** Writes what became of each test, by file, to the path in `OUTLIVE_MATRIX_OUTPUT`. */
export default class FileReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const output = process.env["OUTLIVE_MATRIX_OUTPUT"];
    if (output === undefined) return;
    const root = process.cwd();
    const files: FileResults = Object.fromEntries(
      modules
        .map((module) => [relative(root, module.moduleId), resultOf(module)] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    writeFileSync(output, JSON.stringify(files));
  }
}

function resultOf(module: TestModule): FileResult {
  const tests = [...module.children.allTests()];
  const withState = (state: string): readonly TestCase[] => tests.filter((test) => test.result().state === state);
  // A hook that fails leaves the tests below it skipped.
  const broken = [module, ...module.children.allSuites()].flatMap((suite) =>
    suite.errors().map(({ message }) => `${suite.type === "suite" ? suite.fullName : "the file"}: ${firstLine(message)}`),
  );
  return {
    passed: withState("passed").length,
    failed: [...broken, ...withState("failed").map(({ fullName }) => fullName)],
    skipped: withState("skipped").map((test) => ({ test: test.fullName, why: noteOf(test) })),
    seconds: Math.round(module.diagnostic().duration / 1000),
  };
}

function noteOf(test: TestCase): string {
  const result = test.result();
  return (result.state === "skipped" ? result.note : undefined) ?? "not on this machine";
}

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";
