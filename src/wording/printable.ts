/**
 * Text out of objects, fit for a terminal and for one line: annotations may hold anything, and a control sequence in one
 * would be carried out by the terminal of whoever reads about it. Characters that turn the direction of text go the same way.
 */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");
