const longestSegment = 20;
const mostSegments = 12;

/** Letters as in a word, at most with the digits of a version behind. Anything else may be an id, a name or a token. */
const word = /^(?:[A-Za-z._-]+\d{0,2})?$/;
const hex = /^[0-9a-f-]{6,}$/i;

/** The path of a URL without what tells one request from another: `/orders/*` of `https://host:443/orders/7421?token=x`. */
export function pathTemplate(url: string): string {
  const scheme = url.indexOf("://");
  const start = scheme < 0 ? url.indexOf("/") : url.indexOf("/", scheme + 3);
  if (start < 0) return "/";
  const [path = ""] = url.slice(start).split(/[?#]/, 1);
  const segments = path.split("/").slice(1);
  const shown = segments.slice(0, mostSegments).map((segment) => (isWord(segment) ? segment : "*"));
  return `/${[...shown, ...(segments.length > mostSegments ? ["…"] : [])].join("/")}`;
}

const isWord = (segment: string): boolean => segment.length < longestSegment && word.test(segment) && !hex.test(segment);
