/**
 * Widths of characters as a share of the font's size, rounded up from DejaVu Sans, which is as wide as fonts of user interfaces get.
 * Text is only measured when it is drawn, and nobody knows by which font.
 */
const shares: readonly (readonly [RegExp, number])[] = [
  [/[ijlI.,:;'|! ]/, 0.35],
  [/[-frt()[\]/]/, 0.42],
  [/[mwMW%@]/, 1],
  [/[A-Z_#&+<=>~]/, 0.84],
  [/[!-~]/, 0.64],
];

const shareOf = (character: string): number => shares.find(([characters]) => characters.test(character))?.[1] ?? 1;

/** No less than what the text takes, in the unit of the size of its font. */
export const textWidth = (text: string, fontSize: number): number =>
  Array.from(text).reduce((sum, character) => sum + shareOf(character), 0) * fontSize;

/** The text, or as much of its beginning and of its end as fits. The end, which tells Pods apart, is given twice the room. */
export function shortenedText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = Array.from(text);
  const longest = Math.max(
    1,
    characters.findLastIndex((_, at) => textWidth(cut(characters, at), fontSize) <= width),
  );
  return cut(characters, longest);
}

/** So many characters of the text, and a sign for those that are left out. */
function cut(characters: readonly string[], count: number): string {
  const head = Math.floor(count / 3);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (count - head)).join("")}`;
}
