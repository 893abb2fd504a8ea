/** Keeps the lines that a log writes, for showing some of them. */
export class LineCollector {
  readonly #lines: string[] = [];

  write(chunk: string): void {
    this.#lines.push(...chunk.split("\n").filter((line) => line !== ""));
  }

  find(matches: (line: Readonly<Record<string, unknown>>) => boolean): Readonly<Record<string, unknown>> | undefined {
    return this.#lines.map((line) => JSON.parse(line) as Record<string, unknown>).findLast(matches);
  }
}
