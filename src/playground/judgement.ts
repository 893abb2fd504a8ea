import type { Checked } from "#check/check.ts";
import type { Explanation } from "#model/reports/explanation.ts";

/** Everything that the page says of one text. */
export interface Judgement {
  readonly explanations: readonly Explanation[];
  readonly checked: Checked;
  /** About the text itself, such as what could not be read, each one a line. */
  readonly notes: readonly Note[];
  readonly fixed: FixedText;
}

export interface Note {
  readonly severity: "error" | "notice";
  /** Undefined where it is about the text as a whole. */
  readonly line: number | undefined;
  readonly message: string;
}

export interface FixedText {
  /** The text itself where no value has to change. */
  readonly text: string;
  /** What `text` still needs, and what cannot be written into it without changing more than that. */
  readonly refused: readonly string[];
}
