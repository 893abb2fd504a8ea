import type { ManifestProblem } from "./manifest-document.ts";

/** Nobody reads more of one file. */
const mostOfOneFile = 100;

/** What is wrong with one file, of which the first are kept and the others counted. */
export class CappedProblems {
  readonly #file: string;
  readonly #kept: ManifestProblem[] = [];
  #dropped = 0;
  #dropsErrors = false;

  constructor(file: string) {
    this.#file = file;
  }

  add(problem: ManifestProblem): void {
    if (this.#kept.length < mostOfOneFile) this.#kept.push(problem);
    else {
      this.#dropped += 1;
      this.#dropsErrors ||= problem.severity === "error";
    }
  }

  list(): readonly ManifestProblem[] {
    if (this.#dropped === 0) return this.#kept;
    const severity = this.#dropsErrors ? "error" : "notice";
    const message = `${this.#dropped} more problems in this file are not listed`;
    return [...this.#kept, { severity, id: "more-problems", file: this.#file, line: undefined, message }];
  }
}
