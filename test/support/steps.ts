import { Session } from "node:inspector";
import { setFlagsFromString } from "node:v8";

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

/**
 * How much of our own code `work` carries out: V8 counts every function and block of src/ that is entered. No time, so the same
 * on every machine and every time; what built-in functions do is not counted.
 */
export function stepsOf(work: () => unknown): number {
  take();
  work();
  return stepsIn(take());
}

// Optimised code counts less, as what it inlines is not entered, and code that is thrown away for want of memory takes its count
// with it: the same work would seem smaller at a moment that nobody chooses.
for (const flag of ["--no-opt", "--no-maglev", "--no-sparkplug", "--no-flush-bytecode"]) setFlagsFromString(flag);

/** Open from the first use on: what V8 compiles while nobody counts, it does not count later. */
const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** The counts since the last time, which begin anew. */
function take(): Coverage {
  const taken: Coverage[] = [];
  session.post("Profiler.takePreciseCoverage", (error, coverage) => {
    if (error !== null) throw error;
    taken.push(coverage as Coverage);
  });
  return taken[0] ?? { result: [] };
}

function stepsIn({ result }: Coverage): number {
  const ours = result.filter(({ url }) => url.includes("/src/"));
  const ranges = ours.flatMap(({ functions }) => functions.flatMap((each) => each.ranges));
  return ranges.reduce((sum, { count }) => sum + count, 0);
}
