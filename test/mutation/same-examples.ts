/** A property sees the same examples in every run, and few of them: what it found without a mutant must be what it finds with one. */
import fc from "fast-check";

fc.configureGlobal({ seed: 1, numRuns: Number(process.env["MUTATION_EXAMPLES"] ?? 30), endOnFailure: true });
