import { type FileHandle, open } from "node:fs/promises";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import type { RecordingLine } from "#trace/events/recording.ts";
import { jsonText } from "#wording/printable.ts";

/** A disk that does not take anything for minutes must not fill the memory. */
const mostWaiting = 64 * 1024 * 1024;

/** The file of a recording: lines are written one after the other, and all of them before it is closed. */
export class RecordingFile {
  readonly path: string;
  readonly #file: FileHandle;
  #waiting: string[] = [];
  #waitingLength = 0;
  #writing: Promise<void> | undefined;
  /** Why it is not complete. */
  problem: string | undefined;
  lines = 0;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  /** @throws CommandError where it cannot be created, so that nobody records for an hour into nothing */
  static async create(path: string): Promise<RecordingFile> {
    try {
      return new RecordingFile(path, await open(path, "w"));
    } catch (error) {
      throw new CommandError(`${path} cannot be written: ${messageOf(error)}`, exitCodes.wrongUsage);
    }
  }

  write(line: RecordingLine): void {
    if (this.problem !== undefined) return;
    const text = `${jsonText(line)}\n`;
    this.#waitingLength += text.length;
    if (this.#waitingLength > mostWaiting) {
      this.problem = `${this.path} is not complete: the disk did not keep up`;
      return;
    }
    this.#waiting.push(text);
    this.lines += 1;
    this.#writing ??= this.#drain();
  }

  async close(): Promise<void> {
    await this.#writing;
    try {
      await this.#file.close();
    } catch (error) {
      this.#failed(error);
    }
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0 && this.problem === undefined) {
      const text = this.#waiting.join("");
      this.#waiting = [];
      try {
        await this.#file.appendFile(text);
        this.#waitingLength -= text.length;
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#writing = undefined;
  }

  #failed(error: unknown): void {
    this.problem ??= `${this.path} is not complete: ${messageOf(error)}`;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
