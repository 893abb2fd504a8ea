import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One statement about the controller: what goes in, what comes out; `id` is unique inside its suite. */
export interface Vector {
  readonly suite: string;
  readonly id: string;
  // Each suite has a shape of its own; a test reads the one that it names.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly input: any;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly expected: any;
}

const all: readonly Vector[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "aws-load-balancer-controller.json"), "utf8"),
).vectors;

export const suites = new Set(all.map(({ suite }) => suite));

/** The vectors of one suite by id. @throws Error for a suite that does not exist. */
export function vectorsOf(suite: string): readonly (readonly [id: string, vector: Vector])[] {
  const found = all.filter((vector) => vector.suite === suite);
  if (found.length === 0) throw new Error(`no suite ${suite}`);
  return found.map((vector) => [vector.id, vector] as const);
}
