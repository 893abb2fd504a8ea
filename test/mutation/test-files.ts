import { globSync } from "node:fs";

const otherKinds = /\.(?:plane|node|browser|package|argo|aws|recipes)\.test\.ts$/;

/** They count work or vary whole clusters, and a mutant costs as much as they do. */
const costly = /(?:\/cost|linear-readers|work-budget|many-findings|impossible-shapes|\.property|never-throws)\.test\.ts$/;

/** Whole scenarios find what is left. */
const late = /(?:golden|arbitrary-routes|retained-attributes)\.test\.ts$/;

/** Tests in one process that reach these folders. What starts processes or servers runs code that has no mutants in it. */
const others = [
  "rules",
  "policy",
  "injection",
  "assessment",
  "admission",
  "explain",
  "floor",
  "restart",
  "check",
  "reports",
  "vectors",
  "physics",
  "workloads",
  "load-balancers",
  "audit",
];

/** Those of the folder first; `MUTATION_NEAR=1` for these alone, while one writes them. */
export function testFilesFor(folder: string): readonly string[] {
  const top = folder.split("/")[0] ?? folder;
  const within = (name: string): readonly string[] => globSync(`test/${name}/**/*.test.ts`).sort();
  const near = process.env["MUTATION_NEAR"] === "1";
  const all = [...within(folder), ...within(top), ...(near ? [] : others.flatMap(within))];
  const chosen = [...new Set(all)].filter((file) => !otherKinds.test(file) && !costly.test(file));
  return [...chosen.filter((file) => !late.test(file)), ...chosen.filter((file) => late.test(file))];
}
