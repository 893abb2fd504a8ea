/** What a recorded terminal session leaves on the screen, row by row. Knows what the demo writes: line ends and colours. */

export interface Span {
  readonly text: string;
  readonly style: string;
}

export interface Row {
  readonly spans: readonly Span[];
  /** When the row was complete, in seconds from the start. */
  readonly at: number;
}

export interface Output {
  readonly at: number;
  readonly text: string;
}

const styles: Readonly<Record<string, string>> = {
  "1": "bold",
  "2": "dim",
  "31": "red",
  "32": "green",
  "33": "yellow",
  "36": "cyan",
};

const ESC = String.fromCharCode(27);
/** A control sequence, an end of line, or text. */
const tokens = new RegExp(`${ESC}\\[[0-9;]*[A-Za-z]|\\r?\\n|[^${ESC}\\r\\n]+`, "g");

/** Rows longer than `columns` go on below, as in a terminal. */
export function terminalRows(outputs: readonly Output[], columns: number): readonly Row[] {
  const screen = new Screen(columns);
  for (const { at, text } of outputs) for (const [token] of text.matchAll(tokens)) screen.take(token, at);
  return screen.rows();
}

class Screen {
  readonly #columns: number;
  readonly #rows: Row[] = [];
  #spans: Span[] = [];
  #style = "";
  #length = 0;
  #at = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  take(token: string, at: number): void {
    this.#at = at;
    if (token.endsWith("\n")) this.#endRow();
    else if (token.startsWith(ESC)) this.#style = styleAfter(token, this.#style);
    else this.#write(token);
  }

  rows(): readonly Row[] {
    if (this.#spans.length > 0) this.#endRow();
    return this.#rows;
  }

  #write(text: string): void {
    for (let rest = text; rest !== ""; ) {
      if (this.#length === this.#columns) this.#endRow();
      const part = rest.slice(0, this.#columns - this.#length);
      this.#spans.push({ text: part, style: this.#style });
      this.#length += part.length;
      rest = rest.slice(part.length);
    }
  }

  #endRow(): void {
    this.#rows.push({ spans: this.#spans, at: this.#at });
    this.#spans = [];
    this.#length = 0;
  }
}

/** Anything but a colour or weight that is known ends all of them, and what only moves the cursor changes nothing. */
function styleAfter(sequence: string, before: string): string {
  if (!sequence.endsWith("m")) return before;
  const named = styles[sequence.slice(2, -1)];
  if (named === undefined) return "";
  return before === "" ? named : `${before} ${named}`;
}
