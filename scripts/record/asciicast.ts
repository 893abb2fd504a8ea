import type { Output } from "./terminal-rows.ts";

export interface Recording {
  readonly columns: number;
  readonly title: string;
  readonly outputs: readonly Output[];
}

/** asciicast v2, which asciinema plays. */
export function asciicast({ columns, title, outputs }: Recording, rows: number): string {
  const header = { version: 2, width: columns, height: rows, title };
  return [header, ...outputs.map(({ at, text }) => [Number(at.toFixed(3)), "o", text])]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
}

/** Shortens pauses, so that nobody watches a program wait; what was fast stays as it was. */
export function withoutLongPauses(outputs: readonly Output[], longest: number): readonly Output[] {
  let before = 0;
  let now = 0;
  return outputs.map(({ at, text }) => {
    now += Math.min(at - before, longest);
    before = at;
    return { at: now, text };
  });
}
