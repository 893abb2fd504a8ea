/** Runs in the page, so it may use nothing but its own body. */

export interface WrittenLine {
  readonly text: string;
  /** In CSS pixels from the left and top of the document. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface WrittenText {
  readonly text: string;
  readonly color: string;
  readonly ground: string;
  /** Of the characters, in CSS pixels. */
  readonly size: number;
  /** Empty where it is in a container that scrolls. */
  readonly lines: readonly WrittenLine[];
}

export interface WrittenDocument {
  readonly language: string;
  readonly title: string;
  readonly headings: readonly { readonly level: number; readonly text: string }[];
  /** Ids that more than one element has, and references to ids that none has. */
  readonly wrongIds: readonly string[];
  readonly width: { readonly window: number; readonly content: number };
  readonly texts: readonly WrittenText[];
  /** Factors by which pictures are drawn larger or smaller than they are. */
  readonly scales: readonly number[];
}

export function writtenDocument(): WrittenDocument {
  const root = document.documentElement;
  const ancestors = (element: Element): readonly Element[] =>
    element.parentElement === null ? [element] : [element, ...ancestors(element.parentElement)];
  const clear = "rgba(0, 0, 0, 0)";
  const groundOf = (element: Element): string =>
    ancestors(element)
      .map((each) => getComputedStyle(each).backgroundColor)
      .find((color) => color !== clear) ?? "nothing";
  const scrolls = (element: Element): boolean =>
    ancestors(element).some((each) => each !== root && ["auto", "scroll"].includes(getComputedStyle(each).overflowX));

  const linesOf = (node: Node): readonly WrittenLine[] => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].map(({ left, right, top, bottom }) => ({
      text: (node.textContent ?? "").trim(),
      left: left + scrollX,
      right: right + scrollX,
      top: top + scrollY,
      bottom: bottom + scrollY,
    }));
  };

  const nodes: Node[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) nodes.push(node);

  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  const references = [
    ...[...document.querySelectorAll("a[href]")].map((link) => (link.getAttribute("href") ?? "").replace(/^#/, "")),
    ...[...document.querySelectorAll("[aria-labelledby]")].flatMap((each) =>
      (each.getAttribute("aria-labelledby") ?? "").split(" "),
    ),
  ];

  return {
    language: root.lang,
    title: document.title,
    headings: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((heading) => ({
      level: Number(heading.tagName.slice(1)),
      text: heading.textContent ?? "",
    })),
    wrongIds: [...ids.filter((id, at) => ids.indexOf(id) !== at), ...references.filter((id) => !ids.includes(id))],
    width: { window: root.clientWidth, content: root.scrollWidth },
    texts: nodes.flatMap((node) => {
      const { parentElement } = node;
      if (parentElement === null || parentElement.closest("svg, style, title") !== null) return [];
      if ((node.textContent ?? "").trim() === "") return [];
      const { color, fontSize } = getComputedStyle(parentElement);
      const text = (node.textContent ?? "").trim();
      const lines = scrolls(parentElement) ? [] : linesOf(node);
      return [{ text, color, ground: groundOf(parentElement), size: Number.parseFloat(fontSize), lines }];
    }),
    scales: [...document.querySelectorAll("svg")]
      .filter((svg) => svg.checkVisibility())
      .map((svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width),
  };
}
