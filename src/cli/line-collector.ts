/** Keeps the lines that a log writes, for showing some of them. */
export class LineCollector {
  readonly #lines: string[] = [];
  #follower: ((chunk: string) => void) | undefined;

  write(chunk: string): void {
    this.#follower?.(chunk);
    this.#lines.push(...chunk.split("\n").filter((line) => line !== ""));
  }

  /** From now on, everything that is written is passed on too. */
  follow(follower: (chunk: string) => void): void {
    this.#follower = follower;
  }

  /** Everything so far, as it was written. */
  text(): string {
    return this.#lines.map((line) => `${line}\n`).join("");
  }

  find(matches: (line: Readonly<Record<string, unknown>>) => boolean): Readonly<Record<string, unknown>> | undefined {
    return this.#lines.map((line) => JSON.parse(line) as Record<string, unknown>).findLast(matches);
  }
}
