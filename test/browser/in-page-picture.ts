/** Runs in the page, so it may use nothing but its own body. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface DrawnText {
  readonly text: string;
  /** In units of the picture. */
  readonly box: Box;
  readonly color: string;
  /** Colours of the topmost shapes behind it. */
  readonly grounds: readonly string[];
}

export interface DrawnBar {
  /** Its class. */
  readonly kind: string;
  readonly box: Box;
  readonly fill: string;
  /** `none` without an outline. */
  readonly stroke: string;
}

export interface DrawnMark {
  /** Of the line, or of each stroke of a path. */
  readonly boxes: readonly Box[];
  readonly stroke: string;
  readonly title: string;
}

export interface DrawnPicture {
  readonly role: string;
  /** What `aria-labelledby` leads to. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly frame: Box;
  /** Of the outermost rectangle. */
  readonly ground: string;
  readonly texts: readonly DrawnText[];
  readonly bars: readonly DrawnBar[];
  /** Of requests that were lost. */
  readonly lost: readonly DrawnMark[];
}

/** Every SVG that the document shows, or the document itself where it is one. */
export function drawnPictures(): readonly DrawnPicture[] {
  const boxOf = (element: SVGGraphicsElement): Box => {
    const { x, y, width, height } = element.getBBox();
    return { left: x, top: y, right: x + width, bottom: y + height };
  };
  const holds = (box: Box, x: number, y: number): boolean => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;

  const groundsOf = (text: SVGTextElement, shapes: readonly SVGRectElement[]): readonly string[] => {
    const box = boxOf(text);
    const behind = shapes.filter((shape) => text.compareDocumentPosition(shape) & Node.DOCUMENT_POSITION_PRECEDING);
    const shares = [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99];
    const fills = shares.flatMap((across) =>
      [0.3, 0.5, 0.7].map((down) => {
        const x = box.left + across * (box.right - box.left);
        const y = box.top + down * (box.bottom - box.top);
        const topmost = behind.findLast((shape) => holds(boxOf(shape), x, y));
        return topmost === undefined ? "nothing" : getComputedStyle(topmost).fill;
      }),
    );
    return [...new Set(fills)];
  };

  const strokesOf = (shape: SVGGraphicsElement): readonly Box[] => {
    if (!(shape instanceof SVGPathElement)) return [boxOf(shape)];
    return [...(shape.getAttribute("d") ?? "").matchAll(/M([\d.]+) ([\d.]+)v([\d.]+)/g)].map(([, x, y, length]) => ({
      left: Number(x),
      right: Number(x),
      top: Number(y),
      bottom: Number(y) + Number(length),
    }));
  };

  const shown = [...document.querySelectorAll("svg")].filter((svg) => svg.checkVisibility());
  return shown.map((svg) => {
    const shapes = [...svg.querySelectorAll("rect")];
    const [outermost] = shapes;
    const texts = [...svg.querySelectorAll("text")];
    const { x, y, width, height } = svg.viewBox.baseVal;
    return {
      role: svg.getAttribute("role") ?? "",
      name: (svg.getAttribute("aria-labelledby") ?? "")
        .split(" ")
        .map((id) => document.getElementById(id)?.textContent ?? `no ${id}`)
        .join(" "),
      title: svg.querySelector(":scope > title")?.textContent ?? "",
      description: svg.querySelector(":scope > desc")?.textContent ?? "",
      frame: { left: x, top: y, right: x + width, bottom: y + height },
      ground: outermost === undefined ? "nothing" : getComputedStyle(outermost).fill,
      texts: texts.map((text) => ({
        text: [...text.childNodes]
          .flatMap((child) => (child.nodeType === Node.TEXT_NODE ? (child.textContent ?? "") : []))
          .join(""),
        box: boxOf(text),
        color: getComputedStyle(text).fill,
        grounds: groundsOf(text, shapes),
      })),
      bars: shapes.slice(1).map((shape) => ({
        kind: shape.getAttribute("class") ?? "",
        box: boxOf(shape),
        fill: getComputedStyle(shape).fill,
        stroke: getComputedStyle(shape).stroke,
      })),
      lost: [...svg.querySelectorAll<SVGGraphicsElement>("line.lost, path.lost")].map((shape) => ({
        boxes: strokesOf(shape),
        stroke: getComputedStyle(shape).stroke,
        title: shape.querySelector("title")?.textContent ?? "",
      })),
    };
  });
}
