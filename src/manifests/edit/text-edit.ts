/** One change of a text. */
export interface TextEdit {
  readonly at: number;
  /** How many characters give way. */
  readonly remove: number;
  readonly text: string;
  /** How deep in the object it is; of two at one place the deeper comes first. */
  readonly depth: number;
}

/** From the end to the beginning, so that places stay where they are. */
export const spliced = (text: string, splices: readonly TextEdit[]): string =>
  splices
    .toSorted((a, b) => b.at - a.at || a.depth - b.depth)
    .reduce((result, splice) => result.slice(0, splice.at) + splice.text + result.slice(splice.at + splice.remove), text);
