/**
 * Whether a text is what a pattern describes: `*` is any text without a slash, `**` any text, `?` one character but a slash.
 * Takes as many steps as the two are long, multiplied: nothing is tried twice.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const tokens = tokensOf(pattern);
  let reached: readonly boolean[] = beforeAnyText(tokens);
  for (const character of text) {
    const next: boolean[] = [false];
    for (const [at, token] of tokens.entries()) {
      const from = isStar(token) ? reached[at + 1] : reached[at];
      const taken = from === true && takes(token, character);
      next.push(taken || (isStar(token) && next[at] === true));
    }
    reached = next;
  }
  return reached[tokens.length] === true;
}

/** Stars may stand for no text at all. */
function beforeAnyText(tokens: readonly Token[]): readonly boolean[] {
  const first = tokens.findIndex((token) => !isStar(token));
  const stars = first < 0 ? tokens.length : first;
  return Array.from({ length: tokens.length + 1 }, (_, at) => at <= stars);
}

type Token = "*" | "**" | "?" | { readonly is: string };

/** A pattern is written by hand; what is beyond this is not looked at. */
const longestPattern = 1000;

function tokensOf(pattern: string): readonly Token[] {
  const characters = [...pattern.slice(0, longestPattern)];
  const tokens: Token[] = [];
  for (const [at, character] of characters.entries()) {
    if (character === "*" && characters[at - 1] === "*" && tokens.at(-1) === "*") tokens[tokens.length - 1] = "**";
    else if (character === "*") tokens.push("*");
    else tokens.push(character === "?" ? "?" : { is: character });
  }
  return tokens;
}

const isStar = (token: Token): boolean => token === "*" || token === "**";

function takes(token: Token, character: string): boolean {
  if (typeof token === "object") return token.is === character;
  return token === "**" || character !== "/";
}
