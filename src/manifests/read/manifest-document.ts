/** One object of a manifest file. */
export interface ManifestDocument {
  /** As it was named or found; `-` for standard input. */
  readonly file: string;
  /** Where the object begins; 1 is the first line. */
  readonly line: number;
  /** How many objects stand before it in the file, counting the items of lists. */
  readonly index: number;
  readonly raw: Readonly<Record<string, unknown>>;
  /**
   * The line where the value under `path` is written, or the nearest that exists above it:
   * `["spec", "containers", 0, "lifecycle"]`.
   */
  lineOf(path: readonly (string | number)[]): number;
}

/** What was found wrong with an input; what could be read of the rest was read. */
export interface ManifestProblem {
  /** `error`: something was not read; `notice`: it was, though perhaps not as meant. */
  readonly severity: "error" | "notice";
  readonly id:
    | "unreadable"
    | "too-large"
    | "syntax"
    | "helm-source"
    | "kustomization"
    | "not-an-object"
    | "duplicate-key"
    | "duplicate-object"
    | "more-problems";
  readonly file: string;
  /** Undefined where it is about the file as a whole. */
  readonly line: number | undefined;
  readonly message: string;
}
