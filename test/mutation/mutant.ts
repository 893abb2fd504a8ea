/** One change to one place of a source file. */
export interface Mutant {
  /** What the instrumented source compares with the active one. */
  readonly id: string;
  /** The same as long as the file is the same. */
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  /** Offsets into the file. */
  readonly from: number;
  readonly to: number;
  readonly original: string;
  readonly replacement: string;
}
