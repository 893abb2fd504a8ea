/** Small pieces of Markdown. */

export type Blocks = Readonly<Record<string, string>>;

const block = /<!-- generated: ([a-z-]+) -->\n[\s\S]*?<!-- end -->/g;

/** Puts each block between its markers. @throws Error for a marker without a block and a block without a marker */
export function fill(path: string, text: string, blocks: Blocks): string {
  const used = new Set<string>();
  const filled = text.replace(block, (_all, name: string) => {
    const content = blocks[name];
    if (content === undefined) throw new Error(`${path}: nothing makes the block "${name}"`);
    used.add(name);
    return `<!-- generated: ${name} -->\n${content.trimEnd()}\n<!-- end -->`;
  });
  const unused = Object.keys(blocks).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`${path}: there is no place for ${unused.join(", ")}`);
  return filled;
}

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

export const code = (text: string): string => `\`${text}\``;

export const codes = (texts: readonly string[]): string => texts.map(code).join(", ");

/** With a capital letter and a full stop. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
