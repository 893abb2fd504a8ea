import { styleText } from "node:util";
import { type Output, wantsColor, widthOf } from "#cli/io.ts";
import { printable } from "#wording/printable.ts";
import { wrap } from "#wording/wrap.ts";

const INDENT = "  ";

type Style = Parameters<typeof styleText>[0];

/** What the demo writes: titles, commands as they are typed, what they print, and a running step that says how long it took. */
export class DemoScreen {
  readonly #out: Output;
  #since: number | undefined;

  constructor(out: Output) {
    this.#out = out;
  }

  title(text: string): void {
    this.done();
    this.#line("");
    this.#line(this.#styled("bold", `── ${text} ${"─".repeat(Math.max(0, 76 - text.length))}`));
  }

  text(...lines: readonly string[]): void {
    this.done();
    for (const line of lines) this.#line(line);
  }

  command(line: string): void {
    this.done();
    this.#line(this.#styled("cyan", `$ ${line}`));
  }

  /** What a command printed, indented; lines that are longer than the terminal continue below, between words. */
  output(text: string): void {
    const width = widthOf(this.#out) - INDENT.length;
    // Only a line that is too long is wrapped: the others keep their columns.
    for (const line of text.trimEnd().split("\n").map(printable))
      for (const [index, part] of (line.length <= width ? [line] : wrap(line, width - INDENT.length)).entries())
        this.#line(`${index === 0 ? INDENT : INDENT.repeat(2)}${part}`);
  }

  diff(lines: readonly string[]): void {
    for (const line of lines)
      this.#line(line.startsWith("+") ? this.#styled("green", line) : line.startsWith("-") ? this.#styled("red", line) : line);
  }

  step(text: string): void {
    this.done();
    this.#since = Date.now();
    this.#out.write(`${this.#styled("dim", `… ${text}`)}`);
  }

  done(): void {
    if (this.#since === undefined) return;
    this.#out.write(this.#styled("dim", ` (${((Date.now() - this.#since) / 1000).toFixed(1)} s)\n`));
    this.#since = undefined;
  }

  #line(text: string): void {
    this.#out.write(`${text}\n`);
  }

  #styled(style: Style, text: string): string {
    return wantsColor({ stdout: this.#out, environment: process.env }) ? styleText(style, text) : text;
  }
}
