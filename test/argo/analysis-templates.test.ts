/** The AnalysisTemplates to apply are those of the page. */
import { expect, test } from "vitest";
import { read, repositoryFiles } from "../repo/repository.ts";

const templates = repositoryFiles().filter((path) => path.startsWith("deploy/argo-rollouts/"));

test("there are two", () => {
  expect(templates).toHaveLength(2);
});

test.each(templates)("docs/gates.md shows %s as it is", (path) => {
  expect(read("docs/gates.md")).toContain(`\`\`\`yaml\n${read(path)}\`\`\``);
});
