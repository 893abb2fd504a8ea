/** What a text means for the eye; the terminal's own palette decides what it looks like. */
export type Tone = "strong" | "quiet" | "good" | "warning" | "error" | "cool";

export type Paint = (tone: Tone, text: string) => string;

/** SGR codes of ECMA-48: intensity, and the eight colours that every terminal's theme chooses itself. */
const codes: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
  strong: [1, 22],
  quiet: [2, 22],
  good: [32, 39],
  warning: [33, 39],
  error: [31, 39],
  cool: [36, 39],
};

export const paintWith = (color: boolean): Paint =>
  color ? (tone, text) => (text === "" ? "" : `\u001b[${codes[tone][0]}m${text}\u001b[${codes[tone][1]}m`) : (_, text) => text;
