/** What is wrong, why it matters, what to do. */
interface MessageParts {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

/** The same in three sentences, for places that show one text. */
export const message = ({ what, why, todo }: MessageParts): string => `${what}. ${capitalized(why)}. To fix: ${todo}.`;

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
