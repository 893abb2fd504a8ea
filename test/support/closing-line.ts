import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with one line that people and machines can read: `123 passed, 0 failed`. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const count = (state: string): number => states.filter((each) => each === state).length;
    const skipped = count("skipped") === 0 ? "" : `, ${count("skipped")} skipped`;
    process.stdout.write(`\n${count("passed")} passed, ${count("failed") + broken} failed${skipped}\n`);
  }
}
