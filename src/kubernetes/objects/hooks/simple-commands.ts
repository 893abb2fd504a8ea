/** Scripts as the simple commands they begin with: enough to see what runs first. One pass, and nothing is expanded. */

export interface ScriptWord {
  /** Without its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What it stands for is only known when it runs. */
  readonly opaque: boolean;
}

/**
 * What comes after a command: `next` once it has ended, `otherwise` only if it fails, `meanwhile` at the same time (a pipe or the
 * background).
 */
export type Joint = "next" | "otherwise" | "meanwhile" | "end";

export interface SimpleCommand {
  readonly words: readonly ScriptWord[];
  readonly start: number;
  /** Where the next command begins. */
  readonly end: number;
  readonly joint: Joint;
}

export interface Dialect {
  /** What a single `&` means between two commands. */
  readonly ampersand: Joint;
  /** Characters that make of a word something else than itself. */
  readonly special: string;
  /** The rest of the line is a comment. */
  readonly comment: string | undefined;
}

export const shell: Dialect = { ampersand: "meanwhile", special: "$`\\(){}*?[]", comment: "#" };
export const powershell: Dialect = { ampersand: "meanwhile", special: "$`(){}@", comment: "#" };
export const windowsCommand: Dialect = { ampersand: "next", special: "%^()", comment: undefined };

const blanks = " \t\r";

/** The command that begins at `from`; redirections are not among its words. */
export function simpleCommand(script: string, from: number, dialect: Dialect): SimpleCommand {
  const words: ScriptWord[] = [];
  let at = from;
  let start = from;
  for (;;) {
    while (at < script.length && blanks.includes(script.charAt(at))) at += 1;
    if (script.charAt(at) === dialect.comment) at = lineEnd(script, at);
    if (words.length === 0) start = at;
    const joint = jointAt(script, at, dialect);
    if (joint !== undefined) return { words: withoutRedirections(words), start, end: at + joint.length, joint: joint.joint };
    const word = wordAt(script, at, dialect);
    words.push(word);
    at = word.end;
  }
}

function lineEnd(script: string, at: number): number {
  const end = script.indexOf("\n", at);
  return end < 0 ? script.length : end;
}

function jointAt(
  script: string,
  at: number,
  { ampersand }: Dialect,
): { readonly joint: Joint; readonly length: number } | undefined {
  const [first, second] = [script.charAt(at), script.charAt(at + 1)];
  if (first === "") return { joint: "end", length: 0 };
  if (first === ";" || first === "\n") return { joint: "next", length: 1 };
  if (first === "&") return second === "&" ? { joint: "next", length: 2 } : { joint: ampersand, length: 1 };
  if (first === "|") return second === "|" ? { joint: "otherwise", length: 2 } : { joint: "meanwhile", length: 1 };
  return undefined;
}

/** Reads at least one character. `2>&1` is one word. */
function wordAt(script: string, start: number, { special }: Dialect): ScriptWord {
  let text = "";
  let opaque = false;
  let at = start;
  while (at < script.length && (at === start || !endsWord(script, at))) {
    const character = script.charAt(at);
    const quoted = character === "'" || character === '"' ? quotedAt(script, at) : undefined;
    opaque ||= quoted === undefined ? special.includes(character) : quoted.opaque;
    text += quoted?.text ?? character;
    at = quoted?.end ?? at + 1;
  }
  return { text, start, end: at, opaque };
}

const endsWord = (script: string, at: number): boolean =>
  " \t\r\n;|".includes(script.charAt(at)) || (script.charAt(at) === "&" && script.charAt(at - 1) !== ">");

/** A quote that is never closed makes of the rest a word that nothing is known of. */
function quotedAt(script: string, at: number): Pick<ScriptWord, "text" | "end" | "opaque"> {
  const quote = script.charAt(at);
  const close = script.indexOf(quote, at + 1);
  const text = script.slice(at + 1, close < 0 ? script.length : close);
  return {
    text,
    end: close < 0 ? script.length : close + 1,
    opaque: close < 0 || (quote === '"' && hasSpecial(text, "$`\\")),
  };
}

function hasSpecial(text: string, special: string): boolean {
  for (const character of text) if (special.includes(character)) return true;
  return false;
}

/** `>/dev/null`, `2>&1`, `> file`, `< file`. */
function withoutRedirections(words: readonly ScriptWord[]): readonly ScriptWord[] {
  const left: ScriptWord[] = [];
  let target = false;
  for (const word of words) {
    const arrow = word.text.search(/[<>]/);
    const redirects = arrow >= 0 && arrow <= 1;
    if (!target && !redirects) left.push(word);
    target = redirects && /[<>]$/.test(word.text.slice(-1));
  }
  return left;
}
