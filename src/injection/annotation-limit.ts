/** Keys and values of all annotations of an object together, in bytes of UTF-8; the API server refuses more (Kubernetes 1.36). */
const longestAnnotations = 262_144;

/** Whether the object would still be accepted with the annotations `added`, which replace those of the same keys. */
export function annotationsFit(annotations: Readonly<Record<string, string>>, added: Readonly<Record<string, string>>): boolean {
  const texts = Object.entries({ ...annotations, ...added }).flat();
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  // No UTF-16 unit takes more than three bytes of UTF-8, so most objects need no closer look.
  return units * 3 <= longestAnnotations || texts.reduce((sum, text) => sum + utf8Length(text), 0) <= longestAnnotations;
}

/** A lone surrogate is sent as U+FFFD, which takes three bytes. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
