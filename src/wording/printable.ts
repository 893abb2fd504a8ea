/**
 * Text out of objects, fit for a terminal, for one line of a log and for the log of a CI job: annotations may hold anything, a control
 * sequence in one would be carried out by the terminal of whoever reads about it, and a workflow command by the CI runner.
 * Every text passes here before it leaves the process; what is data goes through {@link jsonText}.
 */
export const printable = (text: string): string =>
  suspicious.test(text)
    ? text
        .replace(/[\t\n\r]+/g, " ")
        .replace(unprintable, replacement)
        .replace(commandAtStart, `$1:${replacement}`)
        .replace(commandAnywhere, `#${replacement}`)
    : text;

/** A name or value within a sentence. Nobody learns more from the rest of a long one. */
export const quotable = (text: string, longest: number = longestQuote): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}…`;

/** JSON whose strings are shown as harmlessly and still hold what they held: the characters are escaped. */
export const jsonText = (value: unknown, indent?: number): string => harmlessJson(JSON.stringify(value, undefined, indent));

/** The same for JSON that somebody else has written. */
export const harmlessJson = (json: string): string =>
  suspiciousInJson.test(json) ? json.replace(unprintableInJson, escaped).replace(commandAnywhere, "\\u0023#") : json;

const longestQuote = 80;

const replacement = "\uFFFD";

/**
 * Nearly every text is printable ASCII without what begins a command. What is looked for is the exception: to match the rule, V8 would
 * remember each character of a text, and end the stack at some millions.
 */
const suspicious = /[^ -~]|##|::/;
const suspiciousInJson = /[^\n -~]|##/;

/** Control characters (C0, DEL, C1), format characters, which turn the direction of text, line separators, and halves of characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const unprintableInJson = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu;

/** `::error::` at the beginning of a line is a command to GitHub's runner, blanks before it or not; wrapping can put any word there. */
const commandAtStart = /(^|\s)::/g;

/** `##[error]` and `##vso[…]` are commands to GitHub's and to Azure's runner anywhere in a line, `##teamcity[…]` at its beginning. */
const commandAnywhere = /##(?=[a-z]{0,16}\[)/gi;

/** UTF-16 as JSON escapes it: a character beyond the first plane takes two. */
const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
