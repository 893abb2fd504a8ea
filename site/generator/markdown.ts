import hljs from "highlight.js";
import MarkdownIt, { type Token } from "markdown-it";
import anchor from "markdown-it-anchor";
import { slug } from "./slug.ts";

export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

export interface RenderedPage {
  readonly title: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  /** The text below each heading, for the search. */
  readonly sections: readonly { readonly id: string; readonly title: string; readonly text: string }[];
}

/** `target` says where a link or an image of the page leads; undefined takes the link away and leaves its text. */
export function renderMarkdown(source: string, target: (href: string) => string | undefined): RenderedPage {
  const markdown = new MarkdownIt({ html: true, linkify: false, highlight: highlighted }).use(anchor, { slugify: slug });
  const tokens = markdown.parse(source, {});
  for (const child of tokens.flatMap(({ children }) => children ?? [])) retarget(child, target);
  const headings = headingsOf(tokens);
  const html = markdown.renderer
    .render(tokens, markdown.options, {})
    .replaceAll("<table>", '<div class="scroll" tabindex="0"><table>')
    .replaceAll("</table>", "</table></div>")
    .replaceAll("<pre>", '<pre tabindex="0">');
  return { title: headings[0]?.text ?? "Outlive", html, headings, sections: sectionsOf(tokens) };
}

const headingsOf = (tokens: readonly Token[]): readonly Heading[] =>
  tokens.flatMap((token, at) =>
    token.type === "heading_open"
      ? [
          {
            level: Number(token.tag.slice(1)),
            id: String(token.attrGet("id") ?? ""),
            text: plainText(tokens[at + 1]?.children ?? []),
          },
        ]
      : [],
  );

function sectionsOf(tokens: readonly Token[]): RenderedPage["sections"] {
  const starts = [0, ...tokens.flatMap(({ type }, at) => (type === "heading_open" ? [at] : []))];
  return starts.map((start, index) => {
    const within = tokens.slice(start, starts[index + 1]);
    const [heading] = headingsOf(within);
    const inline = within.filter(({ type }) => type === "inline").slice(heading === undefined ? 0 : 1);
    return {
      id: heading?.id ?? "",
      title: heading?.text ?? "",
      text: inline.map(({ children }) => plainText(children ?? [])).join(" "),
    };
  });
}

function retarget(token: Token, target: (href: string) => string | undefined): void {
  const attribute = token.type === "link_open" ? "href" : token.type === "image" ? "src" : undefined;
  if (attribute === undefined) return;
  const to = target(String(token.attrGet(attribute) ?? ""));
  if (to !== undefined) token.attrSet(attribute, to);
  else token.attrs = (token.attrs ?? []).filter(([name]) => name !== attribute);
}

const plainText = (tokens: readonly Token[]): string =>
  tokens.map(({ type, content }) => (type === "softbreak" ? " " : content)).join("");

function highlighted(code: string, language: string): string {
  return hljs.getLanguage(language) === undefined ? "" : hljs.highlight(code, { language }).value;
}
